// Notes and highlights of one's own: each at its block. Without scripts they stand at the end and have a page of their own.
const noteForm = document.getElementById("note-form");
const noteShape = document.getElementById("own-note");
const noteArticle = document.querySelector("article[data-lesson]");
const noteTexts = new Map();

const blockOf = (element) => element.closest(".block");
const addressOf = (block) => `${noteForm.dataset.url}${block.id}`;

const showHighlight = (block, yes) => {
  block.classList.toggle("is-highlighted", yes);
  block.querySelector("[data-highlights]")?.setAttribute("aria-pressed", String(yes));
};

const showNote = (block, text) => {
  noteTexts.set(block.id, text);
  block.querySelector(".own-note-here")?.remove();
  if (!text.trim()) return;
  const shown = noteShape.content.firstElementChild.cloneNode(true);
  shown.querySelector(".as-typed").textContent = text;
  const change = shown.querySelector("a");
  change.href = addressOf(block);
  change.dataset.noteAt = "";
  block.append(shown);
};

const postNote = (block, path, fields) => {
  const token = noteArticle.dataset.csrf ?? "";
  return send(`${addressOf(block)}${path}`, new URLSearchParams({ ...fields, csrf_token: token }));
};

const closeNote = (form) => {
  const block = blockOf(form);
  showNote(block, form.elements.text.value);
  form.remove();
  block.querySelector("[data-note-at]")?.focus();
};

const saveNote = async (form) => {
  const block = blockOf(form);
  const place = form.querySelector("[data-autosave-state]");
  say(place, "saving");
  const outcome = await postNote(block, "", { text: form.elements.text.value, "words-only": "1" });
  say(place, outcome);
  if (outcome !== "saved") return;
  form.dataset.changed = "";
  form.dataset.sending = "";
  closeNote(form);
};

const openNote = (block) => {
  const open = block.querySelector("form.note-form");
  if (open) return open.elements.text.focus();
  block.querySelector(".own-note-here")?.remove();
  const form = document.createElement("form");
  form.method = "post";
  form.className = "note-form stack";
  form.action = addressOf(block);
  form.dataset.autosave = "";
  form.append(noteForm.content.cloneNode(true));
  form.elements.csrf_token.value = noteArticle.dataset.csrf ?? "";
  form.elements.text.id = `note-${block.id}`;
  form.querySelector("label").htmlFor = `note-${block.id}`;
  form.elements.text.value = noteTexts.get(block.id) ?? "";
  // What is written before the saving by itself has come is seen by it as written since.
  form.asItWas = new FormData(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    saveNote(form);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    saveNote(form);
  });
  form.querySelector("[data-cancels]").addEventListener("click", () => saveNote(form));
  block.append(form);
  form.dispatchEvent(new CustomEvent("savimoka:form", { bubbles: true }));
  form.elements.text.focus();
};

if (noteArticle && noteForm) {
  for (const note of document.querySelectorAll("[data-own-notes] [data-note]")) {
    const block = document.getElementById(note.dataset.note);
    showHighlight(block, "highlighted" in note.dataset);
    showNote(block, note.querySelector("[data-note-text]")?.textContent ?? "");
  }
  document.querySelector("[data-own-notes]")?.remove();
  for (const button of noteArticle.querySelectorAll("[data-highlights]")) button.hidden = false;

  noteArticle.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-note-at]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openNote(blockOf(link));
    }
    const button = event.target.closest("button[data-highlights]");
    if (!button) return;
    const block = blockOf(button);
    const yes = button.getAttribute("aria-pressed") !== "true";
    showHighlight(block, yes);
    const outcome = await postNote(block, "/highlight", { on: yes ? "1" : "0" });
    if (outcome !== "saved") showHighlight(block, !yes);
  });
}
