// Answers of a quiz are saved one by one: form[data-save-answer], one [data-question] after the other.
const startAnswers = (form) => {
  const url = form.dataset.saveAnswer || form.action;
  const path = new URL(url, location.href).pathname;
  const placeFor = (group) => group.querySelector("[data-autosave-state]") ?? form.querySelector("[data-autosave-state]");
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

  const itemOf = (group) => {
    const fields = read(group);
    fields.delete("csrf_token");
    return { slot: slotOf(group), kind: "answer", isQuiet: true, url, fields: fields.toString() };
  };

  const sendChanged = async () => {
    // With nothing to send, what was refused before stays refused.
    if (busy || !unsent.size) return;
    busy = true;
    let trouble = "";
    for (const group of [...unsent.keys()]) {
      unsent.delete(group);
      say(placeFor(group), "saving");
      const { state, reason } = await keepAndSend(itemOf(group));
      // What could not be saved in the background can be sent by hand, and the answer then says why.
      showButtons(["refused", "signedOut"].includes(state));
      // Saved is what stands there now, not what stood there a moment ago.
      say(placeFor(group), state === "sent" && unsent.has(group) ? "saving" : stateWord[state]);
      if (state === "refused" && reason && placeFor(group)) placeFor(group).textContent = reason;
      refused[state === "refused" ? "add" : "delete"](group);
      if (state !== "sent") trouble = state;
      if (state === "offline") {
        unsent.set(group, true);
        for (const each of unsent.keys()) say(placeFor(each), stateWord.offline);
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
    await takenUp;
    while (busy) await new Promise((go) => finished.push(go));
    await sendChanged();
  };

  const changed = (event) => {
    const group = event.target.closest("[data-question]") ?? form;
    group.querySelector("[data-was-saved]")?.remove();
    unsent.set(group, true);
    clearTimeout(form.answerTimer);
    const isChosen = event.type === "change";
    if (isChosen) {
      say(placeFor(group), "saving");
      // Whoever leaves before it is its turn finds it on this device.
      keep(itemOf(group));
    }
    form.answerTimer = setTimeout(sendChanged, isChosen ? 0 : 1500);
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", (event) => ["text", "textarea", "number", "search"].includes(event.target.type) && changed(event));
  addEventListener("online", () => unsent.size && sendChanged());
  document.addEventListener("visibilitychange", () => document.hidden && unsent.size && form.saveNow());

  const fillIn = (group, inputs, values) => {
    // Fields of one name were sent in the order in which they stand.
    let place = 0;
    for (const input of inputs) {
      if (input.name !== "answer") continue;
      if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
      else if (input.type === "hidden") place += 1;
      else if (input.closest("[data-item]")) for (const one of input.options) one.selected = values.includes(one.value);
      else input.value = values[place++] ?? "";
    }
    // Things in an order stood in another one when the page was made.
    const list = group.querySelector("[data-ordering]");
    const placeOf = (item) => item.querySelector("select").selectedIndex || 99;
    list?.append(...[...list.children].sort((one, other) => placeOf(one) - placeOf(other)));
    // Whoever counts the answers counts anew.
    document.dispatchEvent(new Event("change"));
  };

  const takeUp = async (group) => {
    const item = await findWritten(slotOf(group));
    const isSent = item?.state === "sent";
    const inputs = [...(group === form ? form.elements : group.querySelectorAll("input, select, textarea"))];
    // Who was quicker than this script has answered already.
    const isAnswered = group !== form && (!item || isSent) && inputs.some(isChanged);
    if (item && !isAnswered) fillIn(group, inputs, new URLSearchParams(item.fields).getAll("answer"));
    if (!isAnswered && (!item || isSent)) return;
    unsent.set(group, true);
    await sendChanged();
  };
  const groups = [...form.querySelectorAll("[data-question]")];
  const takenUp = Promise.allSettled((groups.length ? groups : [form]).map(takeUp));
};
