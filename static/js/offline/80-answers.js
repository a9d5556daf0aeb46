// Answers of a quiz are saved one by one: form[data-save-answer], one [data-question] after the other.
const startAnswers = (form) => {
  const url = form.dataset.saveAnswer || form.action;
  const path = new URL(url, location.href).pathname;
  const placeFor = (group) => group.querySelector("[data-answer-state], [data-autosave-state]") ?? form.querySelector("[data-answer-state], [data-autosave-state]");
  const buttons = form.querySelectorAll("[data-save-button]");
  const showButtons = (yes) => buttons.forEach((button) => (button.hidden = !yes));
  const unsent = new Map();
  const refused = new Set();
  let busy = false;
  const finished = [];
  const slotOf = (group) => `answer:${withoutLanguage(path)}:${group.dataset.question ?? ""}`;
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

  const sendChanged = async () => {
    // With nothing to send, what was refused before stays refused.
    if (busy || !unsent.size) return;
    busy = true;
    let trouble = "";
    for (const group of [...unsent.keys()]) {
      unsent.delete(group);
      const fields = read(group);
      fields.delete("csrf_token");
      say(placeFor(group), "saving");
      const item = { slot: slotOf(group), kind: "answer", isQuiet: true, url, fields: fields.toString() };
      const { state, reason } = await keepAndSend(item);
      // What could not be saved in the background can be sent by hand, and the answer then says why.
      showButtons(["refused", "signedOut"].includes(state));
      say(placeFor(group), stateWord[state]);
      if (state === "refused" && reason && placeFor(group)) placeFor(group).textContent = reason;
      refused[state === "refused" ? "add" : "delete"](group);
      if (state !== "sent") trouble = state;
      if (state === "offline") {
        unsent.set(group, true);
        setTimeout(sendChanged, 15000);
        break;
      }
    }
    busy = false;
    if (trouble || refused.size) form.dataset.unsaved = trouble || "refused";
    else if (!unsent.size) delete form.dataset.unsaved;
    finished.splice(0).forEach((go) => go());
    if (unsent.size && navigator.onLine) setTimeout(sendChanged, 1000);
  };

  // Saves at once what was answered last, for whoever hands in right after a choice.
  form.saveNow = async () => {
    clearTimeout(form.answerTimer);
    while (busy) await new Promise((go) => finished.push(go));
    await sendChanged();
  };

  const changed = (event) => {
    const group = event.target.closest("[data-question]") ?? form;
    group.querySelector("[data-was-saved]")?.remove();
    unsent.set(group, true);
    clearTimeout(form.answerTimer);
    form.answerTimer = setTimeout(sendChanged, event.type === "change" ? 0 : 1500);
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => ["text", "textarea", "number", "search"].includes(event.target.type) && changed(event));
  addEventListener("online", () => unsent.size && sendChanged());
  document.addEventListener("visibilitychange", () => document.hidden && unsent.size && form.saveNow());

  const takeUp = async (group) => {
    const item = await findWaiting(slotOf(group));
    // Who was quicker than this script has answered already.
    if (!item && group !== form && [...group.querySelectorAll("input, select, textarea")].some(isChanged)) {
      unsent.set(group, true);
      await sendChanged();
    }
    if (!item) return;
    const fields = new URLSearchParams(item.fields);
    let place = 0; // Fields of one name were sent in the order in which they stand.
    for (const input of group === form ? form.elements : group.querySelectorAll("input, select, textarea")) {
      if (input.name !== "answer") continue;
      const values = fields.getAll("answer");
      if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
      else if (input.type === "hidden") place += 1;
      else input.value = values[place++] ?? "";
    }
    unsent.set(group, true);
    await sendChanged();
  };
  const groups = [...form.querySelectorAll("[data-question]")];
  (groups.length ? groups : [form]).forEach(takeUp);
};
