// A file input takes what is dropped on it; this makes the whole field the place to drop, and says so.
(() => {
  const input = document.querySelector("input[type=file][data-drop]");
  const field = input && input.closest(".field");
  if (!field) return;
  field.classList.add("drop-field");
  const mark = (on) => field.classList.toggle("drop-over", on);
  const hasFile = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  field.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(true);
  });
  field.addEventListener("dragleave", (event) => {
    if (!field.contains(event.relatedTarget)) mark(false);
  });
  field.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
})();
