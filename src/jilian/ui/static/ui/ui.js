/* The little that pages need from scripts; every page works without it. */
(() => {
  "use strict";
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function say(words) {
    const notice = one("#notice");
    if (!notice) return;
    notice.textContent = words;
    window.setTimeout(() => { notice.textContent = ""; }, 6000);
  }

  /* Brightness: remembered in a cookie, so that the server sends the page as it will look. */
  function showTheme(chosen) {
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    for (const button of all("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    }
    document.dispatchEvent(new CustomEvent("jilian:theme"));
  }
  function chooseTheme(chosen) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
    showTheme(chosen);
  }

  /* What was typed stays in this browser until the form is sent. */
  function draftKey(form) { return `draft:${location.pathname}:${form.dataset.draft}`; }
  function draftFields(form) {
    return all("input, textarea, select", form).filter((field) =>
      field.name && !["password", "file", "hidden", "submit"].includes(field.type));
  }
  function keepDraft(form) {
    const kept = {};
    for (const field of draftFields(form)) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) (kept[field.name] ??= []).push(field.value);
      } else kept[field.name] = field.value;
    }
    try { localStorage.setItem(draftKey(form), JSON.stringify(kept)); } catch { /* storage is full or off */ }
  }
  function restoreDraft(form) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(draftKey(form))); } catch { return; }
    if (!kept || one(".error-summary", form)) return;
    for (const field of draftFields(form)) {
      if (!(field.name in kept)) continue;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = kept[field.name].includes(field.value);
      } else if (!field.value) field.value = kept[field.name];
    }
  }

  /* The as-of handle of an event line: days since the line's first day. Let go of, it shows that
     day; by the arrow keys it moves as long as one likes, and Enter shows the day. */
  function dayAt(input) {
    const day = new Date(`${input.form.dataset.first}T00:00:00Z`);
    day.setUTCDate(day.getUTCDate() + Number(input.value));
    return day.toISOString().slice(0, 10);
  }

  function prepareHandle(input) {
    let byKeys = false;
    const day = one('[type="date"]', input.form);
    const show = () => input.form.requestSubmit();
    input.hidden = false;
    input.addEventListener("pointerdown", () => { byKeys = false; });
    input.addEventListener("keydown", (event) => {
      byKeys = true;
      if (event.key === "Enter") { event.preventDefault(); show(); }
    });
    input.addEventListener("input", () => { day.value = dayAt(input); });
    input.addEventListener("change", () => {
      day.value = dayAt(input);
      if (!byKeys) show();
    });
  }

  function lightChain(node) {
    const drawing = node.closest(".chain-drawing");
    const name = one("title", node)?.textContent.split(" · ")[0].split(" (")[0];
    const links = one(".chain-links", drawing);
    for (const link of all(".chain-link", links)) {
      link.classList.toggle("is-lit", link.textContent.includes(name));
    }
    links.classList.toggle("has-lit", one(".is-lit", links) !== null);
  }
  function darkenChain(node) {
    const links = one(".chain-links", node.closest(".chain-drawing"));
    links.classList.remove("has-lit");
    for (const link of all(".is-lit", links)) link.classList.remove("is-lit");
  }

  function prepare(within) {
    for (const element of all("[data-print], .theme-switch", within)) element.hidden = false;
    for (const form of all("form[data-draft]", within)) restoreDraft(form);
    for (const input of all("[data-handle]", within)) prepareHandle(input);
    for (const node of all(".chain-node", within)) {
      for (const event of ["mouseenter", "focusin"]) node.addEventListener(event, () => lightChain(node));
      for (const event of ["mouseleave", "focusout"]) node.addEventListener(event, () => darkenChain(node));
    }
    one("[data-focus]:not([data-quiet] *)", within)?.focus();
    if (window.matchMedia("(min-width: 1080px)").matches) {
      for (const filter of all(".page-aside details[data-open-wide]", within)) filter.open = true;
    }
  }

  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) chooseTheme(choice.dataset.themeChoice);
    if (event.target.closest("[data-print]")) window.print();
    for (const drop of all(".drop[open]")) if (!drop.contains(event.target)) drop.open = false;
    const opener = event.target.closest("[popovertarget]");
    if (opener && !("popover" in HTMLElement.prototype)) {
      document.getElementById(opener.getAttribute("popovertarget"))?.toggleAttribute("data-open");
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = one("#frame-q");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "Escape") {
      for (const drop of all(".drop[open]")) { drop.open = false; one("summary", drop).focus(); }
    }
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keepDraft(form);
  });
  /* A hidden field that names a text holds where the cursor last stood in it. */
  document.addEventListener("selectionchange", () => {
    const text = document.activeElement;
    if (!text?.id || text.tagName !== "TEXTAREA") return;
    for (const field of all(`[data-cursor-of="${text.id}"]`)) field.value = text.selectionStart;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.draft) localStorage.removeItem(draftKey(form));
    if (form.method === "get") {
      const empty = all("input, select", form).filter((field) => !field.value && !field.disabled);
      for (const field of empty) field.disabled = true;
      window.setTimeout(() => { for (const field of empty) field.disabled = false; }, 500);
    }
  });

  /* A boosted list loads its own address anew by parts; a link to another page is a plain link. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[hx-boost="true"] a[href]');
    if (link && link.pathname !== window.location.pathname) event.stopPropagation();
  }, true);

  /* HTMX: a hidden tab does not ask; what failed is said. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.matches("[data-poll]")) event.preventDefault();
  });
  for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failed, (event) => {
      if (event.detail.xhr?.status === 404 && event.target.matches?.("[data-optional]")) {
        (event.target.closest("section") ?? event.target).remove(); /* not for this reader */
        return;
      }
      if (!event.target.matches?.("[data-poll]")) say(document.body.dataset.failed);
    });
  }
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) prepare(event.target); });

  showTheme(root.dataset.theme ?? "");
  prepare(document);
})();
