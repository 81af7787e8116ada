// Review by keyboard: one suggestion is chosen; keys act on it, and a decision moves on to the next.
(function () {
  "use strict";
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const list = document.getElementById("suggestions");
  const bulk = root.querySelector("[data-bulk]");

  const cards = () => Array.from(list.querySelectorAll(".suggestion"));
  const chosen = () => list.querySelector(".suggestion.is-chosen");
  const isOpen = (card) => card.dataset.state === "suggested";

  function choose(card) {
    if (!card) return;
    root.dispatchEvent(new CustomEvent("source:choose", { detail: card.dataset.task }));
  }

  root.addEventListener("source:chosen", (event) => {
    const card = document.getElementById("s-" + event.detail.id);
    if (!card) return;
    const foretold = card.querySelector(".what-follows");
    if (foretold) window.htmx.trigger(foretold, "chosen");
    if (event.detail.from === "text" || event.detail.from === "list") return;
    keepInSight(card);
  });

  function keepInSight(card) {
    const box = list.scrollHeight > list.clientHeight ? list : null;
    if (!box) return card.scrollIntoView({ block: "nearest" });
    const top = card.getBoundingClientRect().top - box.getBoundingClientRect().top;
    if (top < 0) box.scrollTop += top;
    else if (top + card.offsetHeight > box.clientHeight) box.scrollTop += top + card.offsetHeight - box.clientHeight + 8;
  }

  // What follows arrives a moment later and makes the card higher.
  list.addEventListener("htmx:afterSettle", (event) => {
    const card = chosen();
    if (card && card.contains(event.target) && !card.contains(document.activeElement)) keepInSight(card);
  });

  // A form that opens begins at the top of the list, with its suggestion just above it.
  list.addEventListener("htmx:afterSwap", (event) => {
    if (!event.target.classList.contains("edit") || !event.target.hasChildNodes()) return;
    const card = event.target.closest(".suggestion");
    if (list.scrollHeight > list.clientHeight) list.scrollTop += card.getBoundingClientRect().top - list.getBoundingClientRect().top;
    else card.scrollIntoView({ block: "start" });
  });

  function step(by) {
    const all = cards();
    const at = all.indexOf(chosen());
    choose(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  }

  function press(what) {
    const card = chosen();
    const button = card && card.querySelector(`[data-do="${what}"]`);
    if (button) button.click();
  }

  // What was decided on this page, the last one last. U takes the chosen one back, else the one just decided.
  const decided = [];
  let deciding = 0;
  let wantedBack = 0;

  function takeBack() {
    const own = chosen() && chosen().querySelector('[data-do="reopen"]');
    if (own) return own.click();
    // The answer is still on its way: what it decides is what is meant.
    if (deciding) { wantedBack += 1; return; }
    while (decided.length) {
      const card = document.getElementById("s-" + decided.pop());
      const button = card && card.querySelector('[data-do="reopen"]');
      if (button) return button.click();
    }
    document.dispatchEvent(new CustomEvent("page:say", { detail: root.dataset.nothingBack }));
  }

  const decides = (form) => form && form.querySelector('[data-do="confirm"], [data-do="reject"]');
  document.addEventListener("htmx:beforeSend", (event) => {
    if (decides(event.detail.requestConfig.elt)) deciding += 1;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!decides(event.detail.requestConfig.elt)) return;
    deciding -= 1;
    if (deciding || !wantedBack) return;
    wantedBack -= 1;
    takeBack();
  });

  const KEYS = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => press("confirm"), e: () => press("edit"), x: () => press("reject"), u: takeBack,
    m: () => press("join"), d: () => press("apart"),
    " ": () => { const box = chosen() && chosen().querySelector("input[name=task]"); if (box) { box.checked = !box.checked; showChecked(); } },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.getElementById("drawer").open) return;
    if (event.key === "Escape" && event.target.closest("[data-edit]")) return cancelEdit(event.target);
    if (event.target.closest("input:not([type=checkbox]), select, textarea, a, button, summary")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (!KEYS[key]) return;
    event.preventDefault();
    KEYS[key]();
  });

  function cancelEdit(from) {
    const card = from.closest(".suggestion");
    card.querySelector(".edit").replaceChildren();
    card.focus({ preventScroll: true });
  }
  list.addEventListener("click", (event) => {
    if (event.target.closest("[data-cancel-edit]")) cancelEdit(event.target);
  });

  // A decided card was replaced: the next one that waits is chosen, unless another was chosen meanwhile; after an edit
  // or a way back the same one.
  let place = 0;
  let wasChosen = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const card = event.detail.target;
    if (!card.classList || !card.classList.contains("suggestion")) return;
    place = cards().indexOf(card);
    wasChosen = card === chosen();
  });
  document.addEventListener("htmx:load", (event) => {
    const card = event.detail.elt;
    if (!card.classList || !card.classList.contains("suggestion") || !list.contains(card) || !started) return;
    showChecked();
    const known = decided.indexOf(card.dataset.task);
    if (known >= 0) decided.splice(known, 1);
    if (isOpen(card) || card.querySelector(".error")) return choose(card);
    decided.push(card.dataset.task);
    if (!wasChosen) return;
    const all = cards();
    choose(all.slice(place + 1).find(isOpen) || all.find(isOpen) || card);
  });

  const sure = () => cards().filter((card) => isOpen(card) && !("twin" in card.dataset) && Number(card.dataset.sure) >= Number(root.dataset.sureFrom));
  function showChecked() {
    const count = list.querySelectorAll("input[name=task]:checked").length;
    bulk.disabled = !count;
    bulk.querySelector("[data-checked]").textContent = count || "";
    const choice = root.querySelector("[data-check-sure]");
    if (!choice) return;
    choice.hidden = !sure().length;
    choice.querySelector("[data-sure-count]").textContent = sure().length;
  }
  list.addEventListener("change", showChecked);
  root.addEventListener("click", (event) => {
    if (!event.target.closest("[data-check-sure]")) return;
    sure().forEach((card) => { card.querySelector("input[name=task]").checked = true; });
    showChecked();
  });

  let started = false;
  window.addEventListener("load", () => {
    started = true;
    showChecked();
    if (!chosen()) choose(cards().find(isOpen) || cards()[0]);
    else root.dispatchEvent(new CustomEvent("source:chosen", { detail: { id: chosen().dataset.task, from: "link" } }));
  });
})();
