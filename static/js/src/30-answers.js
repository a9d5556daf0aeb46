// Answers of a quiz are saved one by one: form[data-save-answer], one [data-question] after the other.
const startAnswers = (form) => {
  const url = form.dataset.saveAnswer || form.action;
  const path = new URL(url, location.href).pathname;
  const placeFor = (group) => group.querySelector("[data-answer-state], [data-autosave-state]") ?? form.querySelector("[data-answer-state], [data-autosave-state]");
  const buttons = form.querySelectorAll("[data-save-button]");
  const showButtons = (yes) => buttons.forEach((button) => (button.hidden = !yes));
  const waiting = new Map();
  let busy = false;
  showButtons(false);

  const read = (group) => {
    const fields = new URLSearchParams();
    for (const input of form.elements) {
      const outside = !input.closest("[data-question]") && input.type === "hidden";
      const inside = group.contains(input) && input.name && !["file", "submit", "button"].includes(input.type);
      const chosen = !["radio", "checkbox"].includes(input.type) || input.checked;
      if ((outside || inside) && input.name && chosen) fields.append(input.name, input.value);
    }
    if (group.dataset.question) fields.set("question", group.dataset.question);
    return fields;
  };

  const sendAll = async () => {
    if (busy) return;
    busy = true;
    for (const group of [...waiting.keys()]) {
      waiting.delete(group);
      const fields = read(group);
      const name = kept.name("answer", `${path}:${group.dataset.question ?? ""}`);
      say(placeFor(group), "saving");
      const outcome = await send(url, fields);
      if (outcome === "saved") kept.forget(name);
      else {
        fields.delete("csrf_token");
        kept.write(name, { fields: fields.toString() });
      }
      // What could not be saved in the background can be sent by hand, and the answer then says why.
      showButtons(["failed", "signedOut"].includes(outcome));
      say(placeFor(group), outcome === "offline" && sharedComputer ? "offlineShared" : outcome);
      if (outcome === "offline") {
        waiting.set(group, true);
        setTimeout(sendAll, 15000);
        break;
      }
    }
    busy = false;
    if (waiting.size && navigator.onLine) setTimeout(sendAll, 1000);
  };

  const changed = (event) => {
    const group = event.target.closest("[data-question]") ?? form;
    group.querySelector("[data-was-saved]")?.remove();
    waiting.set(group, true);
    clearTimeout(form.answerTimer);
    form.answerTimer = setTimeout(sendAll, event.type === "change" ? 0 : 1500);
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => ["text", "textarea", "number", "search"].includes(event.target.type) && changed(event));
  addEventListener("online", () => waiting.size && sendAll());

  for (const group of [...form.querySelectorAll("[data-question]"), form]) {
    const unsent = kept.read(kept.name("answer", `${path}:${group.dataset.question ?? ""}`));
    if (!unsent) continue;
    const fields = new URLSearchParams(unsent.fields);
    for (const input of group === form ? form.elements : group.querySelectorAll("input, select, textarea")) {
      if (!input.name || input.type === "hidden") continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = fields.getAll(input.name).includes(input.value);
      else if (fields.has(input.name)) input.value = fields.get(input.name);
    }
    waiting.set(group, true);
  }
  if (waiting.size) sendAll();
};
document.querySelectorAll("form[data-save-answer]").forEach(startAnswers);
