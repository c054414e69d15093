/* Reviewing pairs by keyboard: every key presses a button that is on the page anyway. */
(() => {
  "use strict";
  const main = document.querySelector("#main");
  if (!main) return;
  const all = (selector, within = main) => [...within.querySelectorAll(selector)];
  const cards = () => all("[data-pair]");
  const isOpen = (card) => card.querySelector("[data-key=s]") !== null;
  const boxOf = (card) => card?.querySelector("input[name=pick]");
  const picked = () => all("input[name=pick]:checked");
  let current = "";
  let judgedLast = [];

  const marked = () => cards().find((card) => card.dataset.pair === current) ?? null;

  function mark(card, focus = true) {
    for (const other of cards()) other.removeAttribute("aria-current");
    if (!card) return;
    current = card.dataset.pair;
    card.setAttribute("aria-current", "true");
    if (!focus) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const every = cards();
    const at = every.indexOf(marked());
    mark(every[Math.max(0, Math.min(every.length - 1, at < 0 ? 0 : at + by))]);
  }

  /* The next pair that waits, below first; where none is left, the link to what still waits. */
  function moveOn(from) {
    const every = cards();
    const at = every.indexOf(from);
    const next = [...every.slice(at + 1), ...every.slice(0, Math.max(0, at))].find(isOpen);
    if (next) mark(next);
    else {
      mark(from, false);
      (main.querySelector("[data-key=n]") ?? from)?.focus();
    }
  }

  function count() {
    const bar = main.querySelector("[data-pick-bar]");
    if (!bar) return;
    bar.hidden = picked().length === 0;
    bar.querySelector("[data-picked]").textContent = String(picked().length);
  }

  function choose(boxes) {
    const on = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = on;
    count();
  }

  function swapKept(card) {
    const kept = all("input[name=kept]", card);
    const other = kept.find((radio) => !radio.checked);
    if (other) other.checked = true;
  }

  function undo() {
    let card = marked();
    if (!card?.querySelector("[data-key=u]")) {
      const last = judgedLast.findLast((pk) => document.querySelector(`#pair-${pk} [data-key=u]`));
      card = last ? document.getElementById(`pair-${last}`) : null;
    }
    (card?.querySelector("[data-key=u]") ?? main.querySelector("[data-key=U]"))?.click();
  }

  function knotOf(card) {
    const boxes = all("input[name=pick]", card?.closest("[data-knot]") ?? card ?? main);
    if (card) choose(boxes);
  }

  function judge(key) {
    const many = picked().length > 0;
    const place = many ? main.querySelector(`[data-key-many=${key}]`) : marked()?.querySelector(`[data-key=${key}]`);
    if (place && !place.disabled) place.click();
    else if (!marked()) step(0);
  }

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    s: () => judge("s"),
    d: () => judge("d"),
    l: () => judge("l"),
    u: undo,
    U: () => main.querySelector("[data-key=U]")?.click(),
    x: () => { if (marked()) swapKept(marked()); },
    g: () => knotOf(marked()),
    n: () => main.querySelector("[data-key=n]")?.click(),
    " ": () => { const box = boxOf(marked()); if (box) choose([box]); },
    "?": () => {
      const keys = main.querySelector("[data-keys]");
      if (!keys) return;
      keys.open = !keys.open;
      if (keys.open) keys.scrollIntoView({ block: "center" });
      else mark(marked());
    },
    Escape: () => { for (const box of picked()) box.checked = false; count(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select")) return;
    const onControl = event.target.closest("button, a, summary, input");
    if (event.key === " " && onControl) return;
    const act = acts[event.key];
    if (!act || !cards().length && !["U", "?"].includes(event.key)) return;
    act();
    if (event.key !== "Escape") event.preventDefault();
  });
  main.addEventListener("change", (event) => { if (event.target.name === "pick") count(); });
  main.addEventListener("click", (event) => {
    const knot = event.target.closest("[data-choose-knot]");
    if (knot) choose(all("input[name=pick]", knot.closest("[data-knot]")));
  });
  main.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-pair]");
    if (card && card.dataset.pair !== current) mark(card, false);
  });

  /* The other pairs of the group are sent along, so that those that follow are shown as they are. */
  document.addEventListener("htmx:configRequest", (event) => {
    const card = event.target.closest?.("[data-pair]");
    if (!card) return;
    const others = cards().filter((one) => one !== card && one.dataset.knotOf === card.dataset.knotOf);
    event.detail.parameters.shown = others.map((one) => one.dataset.pair).join(",");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const card = event.target.closest?.("[data-pair]") ?? event.detail?.elt?.closest?.("[data-pair]");
    if (!card) return;
    const fresh = document.getElementById(card.id);
    if (!fresh || event.detail?.requestConfig === undefined) return;
    const pk = fresh.dataset.pair;
    count();
    judgedLast = judgedLast.filter((one) => one !== pk);
    if (isOpen(fresh)) { mark(fresh); return; }
    judgedLast.push(pk);
    moveOn(fresh);
  });

  for (const button of all("[data-choose-knot]")) button.hidden = false;
  count();
  const first = cards().find(isOpen);
  if (first) mark(first, false);
})();
