export const start = ({ send, say, blockInView }) => {
{
const panel = document.querySelector("dialog#look");
const root = document.documentElement;
const asData = (name) => name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase());
const usual = { text_size: "normal", line_spacing: "normal", color_scheme: "system" };
const showLook = (name, value) => {
if (value === usual[name]) delete root.dataset[asData(name)];
else root.dataset[asData(name)] = value;
dispatchEvent(new Event("savimoka:look"));
};
const keepLook = () => {
const chosen = {};
for (const name of Object.keys(usual)) chosen[name] = root.dataset[asData(name)] ?? usual[name];
const token = document.querySelector("[data-csrf]")?.dataset.csrf;
if (token) return send(panel.dataset.look, new URLSearchParams({ ...chosen, csrf_token: token }));
const secure = location.protocol === "https:" ? ";secure" : "";
document.cookie = `look=${Object.values(chosen).join(".")};path=/;max-age=31536000;samesite=lax${secure}`;
};
if (panel?.showModal) {
document.addEventListener("click", (event) => {
const opener = event.target.closest?.("a[data-opens=look]");
if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
event.preventDefault();
for (const input of panel.querySelectorAll("input")) {
input.checked = input.value === (root.dataset[asData(input.name)] ?? usual[input.name]);
}
panel.showModal();
});
panel.addEventListener("change", (event) => {
const place = blockInView();
const before = document.getElementById(place)?.getBoundingClientRect().top ?? 0;
showLook(event.target.name, event.target.value);
if (place && scrollY > 200) scrollBy(0, document.getElementById(place).getBoundingClientRect().top - before);
keepLook();
});
panel.addEventListener("click", (event) => event.target === panel && panel.close());
}
const focusButton = document.querySelector("button[data-focuses]");
const focusName = "savimoka-only-text";
const setFocusMode = (yes) => {
root.toggleAttribute("data-only-text", yes);
focusButton.setAttribute("aria-pressed", String(yes));
try {
if (yes) localStorage.setItem(focusName, "yes");
else localStorage.removeItem(focusName);
} catch {
}
dispatchEvent(new Event("savimoka:look"));
};
const isRemembered = () => {
try {
return localStorage.getItem(focusName) === "yes";
} catch {
return false;
}
};
if (focusButton) {
focusButton.parentElement.hidden = false;
if (isRemembered()) setFocusMode(true);
focusButton.addEventListener("click", () => setFocusMode(!root.hasAttribute("data-only-text")));
document.querySelector("[data-unfocuses]").addEventListener("click", () => {
setFocusMode(false);
focusButton.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
const isForOthers = event.defaultPrevented || event.target.closest?.("dialog, form, details[open]");
if (event.key === "Escape" && !isForOthers && root.hasAttribute("data-only-text")) setFocusMode(false);
});
}
}
{
const article = document.querySelector("article[data-lesson]");
const leftLine = document.querySelector("[data-time-left]");
if (article && leftLine) {
const blocks = [...article.querySelectorAll(".block[data-words]")];
const sums = [];
let all = 0;
for (const block of blocks) {
sums.push(all);
all += Number(block.dataset.words);
}
const plural = new Intl.PluralRules(document.documentElement.lang);
const tellLeft = () => {
const edge = innerHeight * 0.4;
const last = blocks.at(-1);
let number = blocks.findIndex((block) => block.getBoundingClientRect().bottom > edge);
if (last && last.getBoundingClientRect().bottom <= innerHeight) number = -1;
const before = number < 0 ? all : sums[number];
const minutes = Math.max(1, Math.round((article.dataset.minutes * (all - before)) / (all || 1)));
const words = leftLine.dataset[plural.select(minutes)] ?? leftLine.dataset.other;
leftLine.textContent = before >= all ? leftLine.dataset.end : words.replace(/\d+/, minutes);
leftLine.hidden = false;
};
let asked = 0;
const later = () => {
cancelAnimationFrame(asked);
asked = requestAnimationFrame(tellLeft);
};
addEventListener("scroll", later, { passive: true });
addEventListener("resize", later);
addEventListener("savimoka:look", later);
tellLeft();
}
const contents = document.querySelector(".lesson__contents");
const present = contents?.querySelector("[data-state=current]");
if (present) {
const down = present.getBoundingClientRect().bottom - contents.getBoundingClientRect().top;
if (down > contents.clientHeight) contents.scrollTop = down - contents.clientHeight / 2;
}
const wide = matchMedia("(min-width: 75rem)");
const margin = document.createElement("div");
margin.className = "sidenotes no-print";
margin.setAttribute("aria-hidden", "true");
const makeSidenote = (mark, number) => {
const source = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
if (!source) return null;
const note = document.createElement("div");
note.className = "sidenote";
note.append(...[...source.childNodes].map((node) => node.cloneNode(true)));
for (const back of note.querySelectorAll("[role=doc-backlink]")) back.remove();
for (const one of note.querySelectorAll("[id]")) one.removeAttribute("id");
for (const link of note.querySelectorAll("a")) link.tabIndex = -1;
const sign = document.createElement("sup");
sign.textContent = number;
(note.querySelector("p") ?? note).prepend(sign, " ");
return [mark, note];
};
const placeSidenotes = (pairs) => {
const top = article.getBoundingClientRect().top;
let free = 0;
for (const [mark, note] of pairs) {
const place = mark.getBoundingClientRect();
note.hidden = !place.height;
if (note.hidden) continue;
const at = Math.max(free, place.top - top - 4);
note.style.top = `${at}px`;
free = at + note.offsetHeight + 12;
}
};
if (article && !article.closest(".lesson--parallel")) {
const marks = [...article.querySelectorAll("a.footnote-mark")].filter((mark) => !mark.closest(".footnotes, .block__peek"));
const seen = new Set();
const once = marks.filter((mark) => !seen.has(mark.hash) && seen.add(mark.hash));
const pairs = once.map((mark) => makeSidenote(mark, mark.textContent)).filter(Boolean);
if (pairs.length) {
margin.append(...pairs.map(([, note]) => note));
article.append(margin);
const setUp = () => { if (wide.matches) placeSidenotes(pairs); };
wide.addEventListener("change", setUp);
addEventListener("savimoka:look", setUp);
new ResizeObserver(setUp).observe(article);
document.fonts?.ready.then(setUp);
setUp();
for (const [mark, note] of pairs) {
for (const kind of ["mouseenter", "focus"]) mark.addEventListener(kind, () => note.classList.add("is-meant"));
for (const kind of ["mouseleave", "blur"]) mark.addEventListener(kind, () => note.classList.remove("is-meant"));
}
}
}
}
{
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
}
{
const listenButton = document.querySelector("button[data-listens]");
const player = document.querySelector("[data-player]");
const speech = window.speechSynthesis;
const LONGEST_PIECE = 220;
const speedName = "savimoka-speed";
const voiceFor = (language) =>
speech.getVoices().find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
const piecesOf = (text) => {
const pieces = [];
for (const sentence of text.match(/[^.!?…]+[.!?…]*["“”»)]*\s*/g) ?? [text]) {
if (pieces.length && (pieces.at(-1) + sentence).length <= LONGEST_PIECE) pieces[pieces.length - 1] += sentence;
else pieces.push(sentence);
}
return pieces.map((piece) => piece.trim()).filter(Boolean);
};
const sayable = (block) => {
const copy = (block.querySelector(":scope > .block__own") ?? block).cloneNode(true);
const silent = ".block__tools, .block__note, .block__peek, .block__other, .footnote-mark, .own-note-here, .term-meaning, form, math, pre, .sidenotes";
for (const part of copy.querySelectorAll(silent)) part.remove();
for (const line of copy.querySelectorAll("li, td, th, dt, dd, figcaption, .callout-title, summary")) {
if (!/[.!?:;…]\s*$/.test(line.textContent)) line.append(". ");
}
return copy.textContent.replace(/\s+/g, " ").trim();
};
const startListening = () => {
const blocks = [...document.querySelectorAll("article[data-lesson] .block")].filter((block) => !block.querySelector(".footnotes"));
const state = player.querySelector("[data-player-state]");
const pauseButton = player.querySelector("[data-pauses]");
const speed = player.querySelector("[data-speed]");
const now = { turn: 0, block: -1, pieces: [], isPaused: false };
const mark = (block) => {
document.querySelector(".is-spoken")?.classList.remove("is-spoken");
block?.classList.add("is-spoken");
const place = block?.getBoundingClientRect();
if (place && (place.top < 0 || place.bottom > innerHeight * 0.85)) {
block.scrollIntoView({ block: place.height > innerHeight * 0.6 ? "start" : "center" });
}
};
const stop = (words = "") => {
now.turn += 1;
now.block = -1;
speech.cancel();
mark(null);
state.textContent = words;
player.hidden = !words;
listenButton.setAttribute("aria-pressed", "false");
};
const sayPieces = (turn, voice) => {
const piece = now.pieces[0];
if (piece === undefined) return sayBlock(turn, now.block + 1);
const saying = new SpeechSynthesisUtterance(piece);
saying.voice = voice;
saying.lang = voice.lang;
saying.rate = Number(speed.value);
saying.onend = () => {
if (turn !== now.turn) return;
now.pieces.shift();
sayPieces(turn, voice);
};
saying.onerror = () => turn === now.turn && stop();
speech.speak(saying);
};
const sayBlock = (turn, number) => {
const block = blocks[number];
if (!block) return stop(player.dataset.finished);
now.block = number;
now.pieces = piecesOf(sayable(block));
if (!now.pieces.length) return sayBlock(turn, number + 1);
mark(block);
const own = block.querySelector(":scope > .block__own") ?? block;
const voice = voiceFor(own.closest("[lang]").lang.slice(0, 2));
const place = player.dataset.part.replace("{number}", number + 1).replace("{all}", blocks.length);
state.textContent = voice ? place : `${place}. ${player.dataset.noVoice}`;
if (voice) sayPieces(turn, voice);
else setTimeout(() => turn === now.turn && sayBlock(turn, number + 1), 2500);
};
const goOn = (number) => {
speech.cancel();
now.isPaused = false;
now.turn += 1;
pauseButton.textContent = pauseButton.dataset.pause;
player.hidden = false;
listenButton.setAttribute("aria-pressed", "true");
sayBlock(now.turn, number);
};
listenButton.addEventListener("click", () => {
if (now.block >= 0) return stop();
const here = scrollY > 200 ? blocks.findIndex((block) => block.id === blockInView()) : 0;
goOn(Math.max(0, here));
pauseButton.focus({ preventScroll: true });
});
pauseButton.addEventListener("click", () => {
if (now.block < 0) return goOn(0);
if (now.isPaused) return goOn(now.block);
now.isPaused = true;
now.turn += 1;
speech.cancel();
pauseButton.textContent = pauseButton.dataset.goOn;
state.textContent = player.dataset.paused;
});
player.querySelector("[data-stops]").addEventListener("click", () => {
stop();
listenButton.focus({ preventScroll: true });
});
try {
speed.value = localStorage.getItem(speedName) ?? "1";
} catch {
speed.value = "1";
}
if (!speed.value) speed.value = "1";
speed.addEventListener("change", () => {
try {
localStorage.setItem(speedName, speed.value);
} catch {
}
if (now.block >= 0 && !now.isPaused) goOn(now.block);
});
addEventListener("pagehide", () => stop());
};
if (listenButton && player && speech) {
let isReady = false;
const offer = () => {
if (isReady || !voiceFor(document.documentElement.lang)) return;
isReady = true;
listenButton.parentElement.hidden = false;
listenButton.setAttribute("aria-pressed", "false");
startListening();
};
offer();
speech.addEventListener?.("voiceschanged", offer);
}
}
};
