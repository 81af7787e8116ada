// The text at the left and the list at the right point at each other.
(function () {
  "use strict";
  const root = document.querySelector("[data-source]");
  if (!root) return;
  const pane = root.querySelector(".is-text .scroll");

  function paragraphsOf(id) {
    return Array.from(root.querySelectorAll("p[data-tasks]")).filter((p) => p.dataset.tasks.split(" ").includes(id));
  }

  function scrollWithin(box, item) {
    if (box.scrollHeight <= box.clientHeight) return;
    const top = item.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const fits = top >= 0 && top + item.offsetHeight <= box.clientHeight;
    if (!fits) box.scrollTop += top - box.clientHeight / 4;
  }

  function choose(id, from) {
    root.querySelectorAll(".is-chosen").forEach((one) => one.classList.remove("is-chosen"));
    const paragraphs = paragraphsOf(id);
    paragraphs.forEach((p) => p.classList.add("is-chosen"));
    const item = root.querySelector(`[data-task="${id}"]`);
    if (item) item.classList.add("is-chosen");
    if (paragraphs.length && from !== "text") scrollWithin(pane, paragraphs[0]);
    if (item && from === "text") {
      const box = item.closest(".scroll");
      if (box) scrollWithin(box, item);
      else item.scrollIntoView({ block: "nearest" });
    }
    root.dispatchEvent(new CustomEvent("source:chosen", { detail: { id, from } }));
  }

  root.addEventListener("click", (event) => {
    const paragraph = event.target.closest("p[data-tasks]");
    if (paragraph) return choose(paragraph.dataset.tasks.split(" ")[0], "text");
    const item = event.target.closest("[data-task]");
    if (item && !item.classList.contains("is-chosen")) choose(item.dataset.task, "list");
  });
  root.addEventListener("source:choose", (event) => choose(event.detail, "keys"));

  // Hovering a task on the page of a directive shows its words without a click.
  const hash = window.location.hash.match(/^#[ps]-(\d+)$/);
  if (hash) choose(hash[1], "link");
})();
