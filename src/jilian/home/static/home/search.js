/* Arrows walk from the search field through the hits and back; without this file the page works. */
(() => {
  "use strict";
  const field = document.getElementById("frame-q");
  const hits = () => [...document.querySelectorAll("#found [data-hit]")];

  function step(from, by) {
    const found = hits();
    const at = found.indexOf(from) + by;
    if (at < 0) field.focus();
    else found[Math.min(at, found.length - 1)]?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const here = event.target;
    const inside = here === field || here.matches("[data-hit]");
    if (!inside || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
    if (event.key === "Escape") {
      if (here === field) return;
      field.focus();
    } else if (here !== field || event.key === "ArrowDown") {
      step(here, event.key === "ArrowDown" ? 1 : -1);
    }
    event.preventDefault();
  });
})();
