/* Deciding on a list by keyboard: j and k move, x chooses, o opens; other keys stand at their
   buttons. Without a choice the marked item is meant. Every page works without it. */
(() => {
  "use strict";
  const form = document.querySelector("[data-review]");
  if (!form) return;
  const items = [...form.querySelectorAll("[data-review-item]")];
  const words = form.querySelector("[name=words]");
  let current = -1;
  let pending = null;

  const boxOf = (item) => item.querySelector("input[type=checkbox]:not(:disabled)");

  function mark(place) {
    if (!items.length) return;
    current = Math.max(0, Math.min(items.length - 1, place));
    for (const item of items) item.removeAttribute("aria-current");
    items[current].setAttribute("aria-current", "true");
    items[current].focus();
    items[current].scrollIntoView({ block: "nearest" });
  }

  function choose() {
    if (items.some((item) => boxOf(item)?.checked)) return true;
    const box = current >= 0 ? boxOf(items[current]) : null;
    if (box) box.checked = true;
    return Boolean(box);
  }

  function press(button) {
    if (!choose()) return;
    if ("reviewNeedsWords" in button.dataset && words && !words.value.trim()) {
      pending = button;
      words.focus();
      return;
    }
    button.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === words) {
      if (event.key === "Enter") {
        event.preventDefault();
        if (pending && words.value.trim()) pending.click();
      }
      if (event.key === "Escape") { pending = null; mark(current); }
      return;
    }
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    const button = form.querySelector(`[data-review-key="${CSS.escape(event.key)}"]`);
    const moves = { j: 1, k: -1 };
    if (event.key in moves) mark(current + moves[event.key]);
    else if (event.key === "x" && current >= 0) { const box = boxOf(items[current]); if (box) box.checked = !box.checked; }
    else if (event.key === "o" && current >= 0) items[current].querySelector("[data-review-open]")?.click();
    else if (button) press(button);
    else return;
    event.preventDefault();
  });
  for (const [place, item] of items.entries()) {
    item.addEventListener("focusin", (event) => { if (event.target !== item) current = place; });
  }
})();
