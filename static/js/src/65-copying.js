// What was written into a form that was refused is copied with one press.
for (const line of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
  line.hidden = false;
  line.querySelector("button").addEventListener("click", async () => {
    const field = document.getElementById(line.dataset.copies);
    const told = line.querySelector("[data-copied]");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = told.dataset.copied;
    } catch {
      // It is selected, so that it can be copied by hand.
    }
  });
}
