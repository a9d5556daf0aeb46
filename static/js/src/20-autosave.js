// Drafts save themselves: form[data-autosave], 1.5 seconds after the last key, and when the page is left.
const texts = (form) => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
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

const startAutosave = (form) => {
  const url = form.dataset.autosave || form.action;
  const place = form.querySelector("[data-autosave-state]");
  const name = kept.name("draft", new URL(url, location.href).pathname);
  const atFirst = texts(form).toString();
  let last = atFirst;
  let timer = 0;
  let busy = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const save = async () => {
    const now = texts(form).toString();
    if (busy || now === last || form.dataset.sending) return;
    busy = true;
    say(place, "saving");
    const fields = new URLSearchParams(now);
    fields.set("csrf_token", form.elements.csrf_token?.value ?? "");
    fields.set("save", "1");
    const outcome = await send(url, fields);
    busy = false;
    if (outcome === "saved") {
      last = now;
      form.dataset.changed = "";
      kept.forget(name);
    }
    say(place, outcome === "offline" && sharedComputer ? "offlineShared" : outcome);
    if (outcome === "offline") later(15000);
    else if (texts(form).toString() !== now) later(1500);
  };

  const showOther = (text) => {
    // The server has newer words than those that waited here: both are shown, none is overwritten.
    if ([...document.querySelectorAll(".as-typed")].some((shown) => shown.textContent.trim() === text.trim())) return;
    say(place, "conflict");
    const copy = document.createElement("textarea");
    copy.className = "ds-input";
    copy.readOnly = true;
    copy.rows = 6;
    copy.value = text;
    copy.setAttribute("aria-label", place?.dataset.conflict ?? "");
    place?.after(copy);
  };

  const waiting = kept.read(name);
  if (waiting && waiting.fields === atFirst) kept.forget(name);
  else if (waiting && waiting.base === atFirst) {
    fill(form, new URLSearchParams(waiting.fields));
    say(place, "restored");
    later(1500);
  } else if (waiting) {
    showOther([...new URLSearchParams(waiting.fields).values()].join("\n\n"));
    kept.forget(name);
  }

  form.addEventListener("input", () => {
    form.dataset.changed = "yes";
    kept.write(name, { fields: texts(form).toString(), base: last });
    later(1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    sessionStorage.setItem("savimoka:sent", name);
  });
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => document.hidden && later(0));
};

// The page after a form was sent shows that the words arrived, unless the same form is shown again.
const sentName = sessionStorage.getItem("savimoka:sent");
const forms = [...document.querySelectorAll("form[data-autosave]")];
if (sentName && forms.length === 0) kept.forget(sentName);
sessionStorage.removeItem("savimoka:sent");

const month = 30 * 24 * 3600 * 1000;
for (const name of kept.names("savimoka:")) {
  if (Date.now() - (kept.read(name)?.at ?? 0) > month) kept.forget(name);
}
forms.forEach(startAutosave);
