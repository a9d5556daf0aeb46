// Drafts save themselves: form[data-autosave], 1.5 seconds after the last key, and when the page is left.
const texts = (form, fieldsOfForm = new FormData(form)) => {
  const fields = new URLSearchParams();
  for (const [name, value] of fieldsOfForm) {
    if (typeof value === "string" && name !== "csrf_token") fields.append(name, value);
  }
  return fields;
};

const fill = (form, fields) => {
  for (const input of form.elements) {
    if (!input.name || ["hidden", "file", "password"].includes(input.type) || !fields.has(input.name)) continue;
    if (["radio", "checkbox"].includes(input.type)) input.checked = fields.getAll(input.name).includes(input.value);
    else if ("value" in input && input.tagName !== "BUTTON") input.value = fields.get(input.name);
  }
};

const startAutosave = async (form) => {
  const url = new URL(form.dataset.autosave || form.action, location.href);
  if (keptAt && url.searchParams.has("tab")) {
    // A kept page knows an older draft. Under a name of its own it overwrites nothing that is newer.
    url.searchParams.set("tab", newKey());
    form.action = url.href;
  }
  const place = form.querySelector("[data-autosave-state]");
  const slot = `draft:${withoutLanguage(url.pathname)}`;
  const atFirst = texts(form, form.asItWas).toString();
  let last = atFirst;
  let timer = 0;
  let keepTimer = 0;
  let busy = false;

  const written = () => {
    const fields = texts(form);
    const typed = fields.toString();
    fields.set("save", "1");
    const address = url.pathname + url.search;
    return { slot, kind: "draft", isQuiet: true, url: address, fields: fields.toString(), typed, base: last };
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const save = async () => {
    const now = texts(form).toString();
    if (busy || now === last || form.dataset.sending) return;
    busy = true;
    clearTimeout(keepTimer);
    say(place, "saving");
    const { state } = await keepAndSend(written());
    busy = false;
    if (state === "sent") {
      last = now;
      form.dataset.changed = "";
    }
    say(place, stateWord[state]);
    if (state === "offline") later(15000);
    else if (texts(form).toString() !== now) later(1500);
  };

  const showOther = (text) => {
    // The server has newer words than those that waited here: both are shown, none is overwritten.
    say(place, "conflict");
    const copy = document.createElement("textarea");
    copy.className = "ds-input";
    copy.readOnly = true;
    copy.rows = 6;
    copy.value = text;
    copy.setAttribute("aria-label", place?.dataset.conflict ?? "");
    place?.after(copy);
  };

  const bringBeside = async (item) => {
    // Sent as by the button, the server keeps the text beside the newer draft, for its writer to choose.
    const outcome = await sendOne({ ...item, isQuiet: false }, { token: pageToken() });
    if (outcome.state !== "sent") return showOther(new URLSearchParams(item.fields).get("text") ?? "");
    await waiting.drop(item);
    history.replaceState(null, "", "#kept");
    history.scrollRestoration = "manual";
    location.reload();
  };

  form.addEventListener("input", () => {
    form.dataset.changed = "yes";
    clearTimeout(keepTimer);
    keepTimer = setTimeout(() => keepsWords && texts(form).toString() !== last && keep(written()), 400);
    later(1500);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    clearTimeout(keepTimer);
    sessionStorage.setItem("savimoka:sent", slot);
  });
  addEventListener("online", () => later(0));
  addEventListener("savimoka:save", () => later(0));
  document.addEventListener("visibilitychange", () => document.hidden && later(0));

  const item = await findWritten(slot);
  const isUntouched = texts(form).toString() === atFirst;
  if (!isUntouched) later(0);
  if (!item) return;
  if (keptAt && item.serial && isUntouched) {
    // What goes on from the words that arrived last is not taken for older than they are.
    url.searchParams.set("serial", item.serial);
    form.action = url.href;
  }
  if (item.state === "sent") {
    if (!isUntouched) return;
    fill(form, new URLSearchParams(item.typed));
    last = texts(form).toString();
  } else if (!keptAt && (item.typed === atFirst || sentSlot === slot)) await waiting.drop(item);
  else if (item.base === atFirst) {
    fill(form, new URLSearchParams(item.typed));
    say(place, "restored");
    later(keptAt ? 15000 : 300);
  } else if (keptAt) {
    // Of the two texts on this device the one that was written last is gone on with.
    fill(form, new URLSearchParams(item.typed));
    last = item.base;
    say(place, stateWord.offline);
  } else await bringBeside(item);
};

// The page after a form was sent shows that the words arrived, unless the same form is shown again or it was refused.
const isOwnPage = keptAt || document.querySelector("[data-offline-page]");
const sentSlot = isOwnPage ? null : sessionStorage.getItem("savimoka:sent");
sessionStorage.removeItem("savimoka:sent");
const forgetWhatWasSent = async () => {
  if (!sentSlot || document.querySelector("form[data-autosave], [data-refused]")) return;
  const item = await findWritten(sentSlot);
  if (item) await waiting.drop(item);
};
// A form that another script puts into the page.
document.addEventListener("savimoka:form", (event) => startAutosave(event.target));
