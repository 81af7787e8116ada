// What every page does beside HTMX: the drawer, messages, menus, and telling what went wrong on the way.
(function () {
  "use strict";

  const drawer = document.getElementById("drawer");
  const drawerBody = document.getElementById("drawer-body");
  let opener = null;

  function isDirty() {
    return Array.from(drawer.querySelectorAll("input, textarea")).some(
      (field) => field.type !== "hidden" && (field.type === "file" ? field.value : field.value !== field.defaultValue)
    );
  }

  // What is typed in a form with a draft is kept on the server; when the form goes away, what was typed last too.
  const DRAFTED = ["csrfmiddlewaretoken", "percent", "done_so_far", "problems", "next_steps", "seen_draft", "seen_report", "pad"];
  function keepDraft(box) {
    const typed = new FormData(box.closest("form"));
    const kept = new FormData();
    DRAFTED.forEach((name) => typed.has(name) && kept.set(name, typed.get(name)));
    const cookie = csrfCookie();
    if (cookie) kept.set("csrfmiddlewaretoken", cookie);
    navigator.sendBeacon(box.dataset.draft, kept);
    delete box.dataset.typed;
  }
  function csrfCookie() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found && found[1];
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form");
    const box = form && form.querySelector("[data-draft]");
    if (box) box.dataset.typed = "1";
  });
  window.addEventListener("pagehide", () => document.querySelectorAll("[data-draft][data-typed]").forEach(keepDraft));
  // Who signed in again in another window has another token.
  document.addEventListener("htmx:configRequest", (event) => {
    const cookie = csrfCookie();
    if (!cookie || event.detail.verb !== "post") return;
    event.detail.headers["X-CSRFToken"] = cookie;
    if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = cookie;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches("[data-draft]") && event.detail.successful) delete event.detail.elt.dataset.typed;
  });

  function closeDrawer(force) {
    if (!drawer.open) return;
    const draft = force ? null : drawer.querySelector("[data-draft]");
    const files = drawer.querySelector("input[type=file]");
    if (draft && !(files && files.value)) {
      if (draft.dataset.typed) keepDraft(draft);
      force = true;
    }
    if (!force && isDirty() && !window.confirm(drawer.dataset.dirty)) return;
    drawer.close();
    drawerBody.replaceChildren();
    if (opener && document.contains(opener)) opener.focus({ preventScroll: true });
  }

  function say(text, kind) {
    const list = document.getElementById("messages");
    const item = document.createElement("div");
    item.className = "message " + (kind || "");
    item.setAttribute("role", kind === "error" ? "alert" : "status");
    item.textContent = text;
    list.append(item);
    fade(item);
  }

  function fade(item) {
    // A message with a button waits longer: it is the way back.
    const wait = item.classList.contains("error") ? 12000 : item.querySelector("form, a") ? 15000 : 5000;
    window.setTimeout(() => item.remove(), wait);
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    if (target === drawerBody && !drawer.contains(event.detail.elt)) opener = event.detail.elt;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== drawerBody || !drawerBody.hasChildNodes()) return;
    if (!drawer.open) drawer.showModal();
    const first = drawerBody.querySelector(".has-error input, .has-error textarea, .has-error select, [autofocus]");
    if (first) first.focus();
  });

  document.addEventListener("drawer:close", () => closeDrawer(true));

  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const id = event.detail.target.id;
    if (id !== "messages") return;
    const list = event.detail.target;
    // One way back at a time: that of what was done last.
    Array.from(list.querySelectorAll(".message:has(form)")).slice(0, -1).forEach((item) => item.remove());
    fade(list.lastElementChild);
  });
  document.addEventListener("page:say", (event) => say(event.detail));

  // A message whose way back was taken has said all.
  document.addEventListener("htmx:afterRequest", (event) => {
    const message = event.detail.elt.closest(".message");
    if (message) message.remove();
  });

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const texts = document.body.dataset;
    say(status === 403 ? texts.saidForbidden : status === 404 ? texts.saidGone : texts.saidBroken, "error");
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.saidOffline, "error"));

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-close]");
    if (close) {
      if (close.dataset.close === "drawer") { event.preventDefault(); closeDrawer(false); }
      else close.closest("." + close.dataset.close).remove();
      return;
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const add = event.target.closest("[data-add]");
    if (add) addRow(add);
    const remove = event.target.closest("[data-remove]");
    if (remove) remove.closest(remove.dataset.remove).remove();
    if (event.target.closest("[data-print]")) window.print();
  });

  function showFiles(input) {
    const said = input.closest(".file").querySelector("[data-files]");
    said.dataset.empty = said.dataset.empty || said.textContent;
    said.textContent = Array.from(input.files, (file) => file.name).join("、") || said.dataset.empty;
  }

  // A template beside the button holds an empty row; __n__ becomes the next free number.
  function addRow(button) {
    const template = document.getElementById(button.dataset.add);
    const list = document.getElementById(template.dataset.into);
    const number = Number(list.dataset.next || 0);
    list.dataset.next = String(number + 1);
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__n__", String(number));
    const row = holder.firstElementChild;
    list.append(row);
    prepare(row);
    const field = row.querySelector("input, select");
    if (field) field.focus();
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches("[data-shows]")) showKind(event.target);
    if (event.target.matches("input[type=file]")) showFiles(event.target);
  });

  // Fields that belong to the chosen kind of deadline, or to the chosen period.
  function showKind(select) {
    const shows = select.dataset.shows;
    const fits = (words) => words.split(" ").some((word) => shows === "kind" ? select.value === word : select.value.startsWith(word));
    const attribute = shows === "kind" ? "data-for" : "data-every";
    select.closest("[data-kinds]").querySelectorAll(`[${attribute}]`).forEach((part) => {
      part.hidden = !fits(part.getAttribute(attribute));
    });
  }
  function prepare(root) {
    root.querySelectorAll("[data-shows]").forEach(showKind);
    // A form that came back with a mistake still holds the files that were chosen.
    root.querySelectorAll(".file input[type=file]").forEach(showFiles);
  }
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));

  if (drawer) {
    drawer.addEventListener("cancel", (event) => { event.preventDefault(); closeDrawer(false); });
    drawer.addEventListener("click", (event) => { if (event.target === drawer) closeDrawer(false); });
  }
  document.querySelectorAll(".message").forEach(fade);

  // A form that came back: the field to mend may lie below the fold.
  const wrong = document.querySelector("main .has-error :is(input, textarea, select)");
  if (wrong) wrong.focus();

  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector && event.target.querySelector(".upload-progress");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches("[data-reset]")) return;
    form.querySelector(".upload-progress").hidden = true;
    if (!event.detail.successful) return;
    form.reset();
    form.querySelectorAll("input[type=file]").forEach(showFiles);
  });

  // Rows chosen for a verb over many: all of the page at once, and how many they are.
  const picks = () => Array.from(document.querySelectorAll("input.pick"));
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input.pick, [data-pick-all]")) return;
    if (event.target.matches("[data-pick-all]")) picks().forEach((pick) => { pick.checked = event.target.checked; });
    const count = picks().filter((pick) => pick.checked).length;
    const said = document.querySelector("[data-picked]");
    if (said) said.textContent = count ? `已选 ${count} 项` : "";
  });

  // Files dropped on the upload panel.
  document.querySelectorAll("[data-drop]").forEach((zone) => {
    const input = zone.querySelector("input[type=file]");
    const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("is-over", on); };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
