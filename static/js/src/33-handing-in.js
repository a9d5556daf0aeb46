// A quiz is handed in once every answer that was just given is saved: form[data-hands-in].
const answerForms = [...document.querySelectorAll("form[data-save-answer]")];
for (const form of answerForms) {
  // Whoever answered before this script came has something unsaved already.
  if ([...form.elements].some((input) => input.name && isChanged(input))) form.dataset.unsaved = "yes";
  form.addEventListener("input", () => (form.dataset.unsaved = "yes"));
  form.addEventListener("change", () => (form.dataset.unsaved = "yes"));
}
const saveAnswerOf = async (form) => {
  if (form.saveNow) return form.saveNow();
  const state = await send(form.action, new URLSearchParams(new FormData(form)));
  form.dataset.unsaved = { saved: "", failed: "refused" }[state] ?? state;
};
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const unsaved = answerForms.filter((each) => each.dataset.unsaved);
    if (!("handsIn" in form.dataset) || form.dataset.isSaved || !unsaved.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.isWaiting) return;
    form.dataset.isWaiting = "yes";
    sending(form, true);
    for (const each of unsaved) await saveAnswerOf(each);
    sending(form, false);
    delete form.dataset.isWaiting;
    const refused = unsaved.find((each) => ["refused", "offline"].includes(each.dataset.unsaved));
    if (refused && navigator.onLine) {
      // What could not be saved is not handed in without its writer knowing.
      refused.scrollIntoView();
      refused.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      return;
    }
    form.dataset.isSaved = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.isSaved;
  },
  true,
);
