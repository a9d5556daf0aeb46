// Grading by keys: digits and Enter only while a level has the focus, so that no single key does anything elsewhere.
const grading = document.querySelector("form[data-grading]");
const levelsOf = (criterion) => [...criterion.querySelectorAll("input[type=radio]")];
for (const part of grading?.querySelectorAll("[data-with-scripts]") ?? []) part.hidden = false;

grading?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    grading.querySelector("[data-by-key]")?.click();
    return;
  }
  if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
  const criterion = event.target.closest("fieldset");
  if (event.key === "Enter") {
    event.preventDefault();
    const all = [...grading.querySelectorAll("fieldset:has(input[type=radio])")];
    const levels = levelsOf(all[all.indexOf(criterion) + 1] ?? document.createElement("fieldset"));
    (levels.find((level) => level.checked) ?? levels[0] ?? grading.querySelector("textarea[name=comment]")).focus();
    return;
  }
  const level = levelsOf(criterion).find((each) => each.value === event.key);
  if (!level) return;
  event.preventDefault();
  level.focus();
  level.click();
});

for (const button of grading?.querySelectorAll("[data-inserts]") ?? []) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const field = document.getElementById(button.dataset.inserts);
    const words = document.getElementById(button.getAttribute("aria-describedby")).textContent;
    if (!field.value.includes(words)) field.value = [field.value.trimEnd(), words].filter(Boolean).join("\n\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
