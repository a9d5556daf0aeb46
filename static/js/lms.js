const reader = document.querySelector("[data-reader]")?.dataset.reader ?? "";
const sharedComputer = document.querySelector("[data-shared-computer]") !== null;
const say = (place, state) => {
if (!place) return;
const language = document.documentElement.lang === "lt" ? "lt-LT" : "en-GB";
const time = new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
place.textContent = (place.dataset[state] ?? "").replace("{time}", time);
place.dataset.state = ["saving", "saved"].includes(state) ? "fine" : "trouble";
};
const send = async (url, fields) => {
try {
const answer = await fetch(url, {
method: "POST",
body: fields,
credentials: "same-origin",
keepalive: true,
headers: { "X-Requested-With": "fetch" },
});
if (answer.redirected && new URL(answer.url).pathname.endsWith("/sign-in")) return "signedOut";
if (answer.ok) return "saved";
return answer.status >= 500 ? "offline" : "failed";
} catch {
return "offline";
}
};
const blockInView = () => {
const edge = Math.min(120, innerHeight * 0.2);
const blocks = [...document.querySelectorAll("[data-block]")].map((block) => [block, block.getBoundingClientRect()]);
const found = blocks.find(([, place]) => place.top >= 0 && place.top <= edge && place.height) ?? blocks.find(([, place]) => place.bottom > edge);
return found?.[0].dataset.block;
};
let sending = () => {};
{
document.querySelector("main:not(.components) [data-error-summary]")?.focus();
sending = (form, yes) => {
form.dataset.sending = yes ? "yes" : "";
if (!yes) form.querySelector("[data-long-wait]")?.remove();
for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
if (yes) button.setAttribute("aria-disabled", "true");
else button.removeAttribute("aria-disabled");
}
};
const sayThatItTakesLong = (form) =>
setTimeout(() => {
const words = document.querySelector("[data-working]")?.dataset.working;
if (!form.dataset.sending || !words || form.querySelector("[data-long-wait]")) return;
const line = document.createElement("p");
line.className = "autosave-state";
line.dataset.longWait = "";
line.setAttribute("role", "status");
form.append(line);
line.textContent = words;
}, 1000);
document.addEventListener("submit", (event) => {
const form = event.target;
if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
if (form.dataset.sending) {
event.preventDefault();
return;
}
sending(form, true);
const place = form.querySelector("[data-upload-state]");
const withFiles = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
if (place && withFiles) say(place, "uploading");
else sayThatItTakesLong(form);
setTimeout(() => sending(form, false), 10000);
});
addEventListener("pageshow", () => {
for (const form of document.querySelectorAll("form[data-sending]")) sending(form, false);
});
for (const form of document.querySelectorAll("form[data-guard]")) {
form.addEventListener("input", () => (form.dataset.changed = "yes"));
}
addEventListener("beforeunload", (event) => {
const unsaved = [...document.querySelectorAll("form[data-changed]")];
if (unsaved.some((form) => form.dataset.changed && !form.dataset.sending)) event.preventDefault();
});
for (const input of document.querySelectorAll("input[type=file][data-list]")) {
const list = document.getElementById(input.dataset.list);
input.addEventListener("change", () => {
const most = Number(input.dataset.maxBytes || Infinity);
const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
list.replaceChildren(
...[...input.files].map((file) => {
const line = document.createElement("li");
line.textContent = `${file.name} (${size.format(file.size / 1048576)} MB)`;
if (file.size > most) {
const trouble = document.createElement("span");
trouble.className = "trouble";
trouble.textContent = ` ${input.dataset.tooBig ?? ""}`;
line.append(trouble);
}
return line;
}),
);
});
}
}
{
const answeredPlaces = document.querySelectorAll("[data-answered]");
const countAnswered = () => {
const groups = [...document.querySelectorAll("[data-question]")];
const done = groups.filter((group) => [...group.querySelectorAll("[name=answer]")].some((input) =>
["radio", "checkbox"].includes(input.type) ? input.checked : input.value.trim())).length;
for (const place of answeredPlaces) {
place.textContent = place.dataset.words.replace("{done}", done);
const bar = place.parentElement.querySelector("progress");
if (bar) bar.value = done;
}
};
if (answeredPlaces.length) {
document.addEventListener("change", countAnswered);
document.addEventListener("input", countAnswered);
}
}
{
const lesson = document.querySelector("[data-place-url]");
if (lesson && "IntersectionObserver" in window) {
let told = "";
let timer = 0;
let lastAt = 0;
const tell = () => {
const block = blockInView();
if (!block || block === told) return;
told = block;
lastAt = Date.now();
send(lesson.dataset.placeUrl, new URLSearchParams({ block, csrf_token: lesson.dataset.csrf ?? "" }));
};
const observer = new IntersectionObserver(() => {
clearTimeout(timer);
timer = setTimeout(tell, Math.max(2500, 10000 - (Date.now() - lastAt)));
});
lesson.querySelectorAll("[data-block]").forEach((block) => observer.observe(block));
document.addEventListener("visibilitychange", () => document.hidden && scrollY > 200 && tell());
}
for (const wide of document.querySelectorAll(".prose pre, .prose table")) {
if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
let placeRead = "";
let placeTimer = 0;
addEventListener("scroll", () => {
const down = scrollY > 200;
clearTimeout(placeTimer);
placeTimer = setTimeout(() => (placeRead = down ? blockInView() : ""), down ? 600 : 15000);
}, { passive: true });
document.addEventListener("click", (event) => {
const link = event.target.closest?.("a[data-keeps-place]");
const block = link && (scrollY > 200 ? blockInView() : placeRead);
if (block) link.hash = block;
});
for (const button of document.querySelectorAll("button[data-peek-url]")) {
button.hidden = false;
button.addEventListener("click", async () => {
const place = document.getElementById(button.getAttribute("aria-controls"));
const open = button.getAttribute("aria-expanded") !== "true";
button.setAttribute("aria-expanded", String(open));
place.hidden = !open;
if (!open || place.dataset.filled) return;
try {
const answer = await fetch(button.dataset.peekUrl, { headers: { "X-Requested-With": "fetch" } });
if (!answer.ok) throw new Error(answer.status);
place.innerHTML = await answer.text();
place.dataset.filled = "yes";
} catch {
place.textContent = button.dataset.peekFailed ?? "";
}
});
}
document.querySelector("article[data-lesson]")?.addEventListener("click", (event) => {
const isBusy = event.target.closest("a, button, summary, input, label") || !getSelection().isCollapsed;
if (isBusy || !matchMedia("(hover: none), (pointer: coarse), (max-width: 40rem)").matches) return;
const block = event.target.closest(".block");
for (const other of document.querySelectorAll(".block.is-touched")) {
if (other !== block) other.classList.remove("is-touched");
}
if (block?.querySelector(".block__tools")) block.classList.toggle("is-touched");
});
}
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
if (present && contents.scrollHeight > contents.clientHeight) {
const down = present.getBoundingClientRect().top - contents.getBoundingClientRect().top;
contents.scrollTop = down - contents.clientHeight / 3;
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
const setUp = () => {
if (!wide.matches) return margin.remove();
if (!margin.isConnected) article.append(margin);
placeSidenotes(pairs);
};
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
const form = block.querySelector("form.note-form");
if (form) form.elements.highlighted.disabled = !yes;
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
const fields = { text: form.elements.text.value };
if (block.classList.contains("is-highlighted")) fields.highlighted = "y";
say(place, "saving");
const outcome = await postNote(block, "", fields);
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
form.elements.highlighted.disabled = !block.classList.contains("is-highlighted");
form.elements.text.id = `note-${block.id}`;
form.querySelector("label").htmlFor = `note-${block.id}`;
form.elements.text.value = noteTexts.get(block.id) ?? "";
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
{
const wide = matchMedia("(min-width: 60rem)");
const closeAll = (but) => {
for (const menu of document.querySelectorAll("details[data-closes-itself][open]")) {
if (menu !== but && !(menu.matches(".site-menu") && wide.matches)) menu.open = false;
}
};
document.addEventListener("click", (event) => closeAll(event.target.closest?.("details[data-closes-itself]")));
document.addEventListener("keydown", (event) => {
if (event.key !== "Escape") return;
const menu = document.activeElement?.closest("details[data-closes-itself][open]");
closeAll();
menu?.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
const opener = event.target.closest?.("button[data-opens]");
if (opener) document.getElementById(opener.dataset.opens)?.showModal();
event.target.closest?.("button[data-closes]")?.closest("dialog")?.close();
});
const unfoldOnWide = () => { for (const menu of document.querySelectorAll(".site-menu")) menu.open = wide.matches; };
if (!CSS.supports("selector(::details-content)")) {
unfoldOnWide();
wide.addEventListener("change", unfoldOnWide);
}
}
{
addEventListener("blur", () => { if (document.activeElement?.tagName === "IFRAME") document.activeElement.classList.add("has-focus"); });
addEventListener("focus", () => document.querySelectorAll("iframe.has-focus").forEach((frame) => frame.classList.remove("has-focus")));
}
{
const typedName = "savimoka:typed";
const withoutLanguage = (path) => path.replace(/^\/(lt|en)(?=\/)/, "");
const typedForms = () => [...document.querySelectorAll("main form[method=post]")];
const isTyped = (input) => input.name && !["hidden", "file", "password", "submit", "button"].includes(input.type);
document.addEventListener("click", (event) => {
const link = event.target.closest?.("a[data-keeps-place]");
if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
const forms = typedForms().map((form) => {
form.dataset.changed = "";
return [...form.elements].filter(isTyped).map((input) => [input.name, input.value, Boolean(input.checked)]);
});
try {
sessionStorage.setItem(typedName, JSON.stringify({ page: withoutLanguage(location.pathname), forms }));
} catch {
return;
}
});
const takeTyped = () => {
try {
const typed = JSON.parse(sessionStorage.getItem(typedName));
sessionStorage.removeItem(typedName);
return typed?.page === withoutLanguage(location.pathname) ? typed.forms : [];
} catch {
return [];
}
};
takeTyped().forEach((fields, number) => {
const inputs = [...(typedForms()[number]?.elements ?? [])].filter(isTyped);
fields.forEach(([name, value, checked], place) => {
const input = inputs[place];
const isChoice = ["radio", "checkbox"].includes(input?.type);
if (input?.name !== name || (isChoice ? input.value !== value || input.checked === checked : input.value === value)) return;
if (isChoice) input.checked = checked;
else input.value = value;
if (!isChoice || checked) input.dispatchEvent(new Event(isChoice ? "change" : "input", { bubbles: true }));
});
});
}
{
const openTerm = () => document.querySelector(".term.is-open");
document.addEventListener("click", (event) => {
const word = event.target.closest?.(".term-word");
const term = word?.parentElement;
const before = openTerm();
if (word && event.pointerType === "touch" && before !== term) {
event.preventDefault();
term.classList.remove("is-closed");
term.classList.add("is-open");
}
if (before && before !== term && !event.target.closest?.(".term-meaning")) before.classList.remove("is-open");
});
document.addEventListener("keydown", (event) => {
if (event.key !== "Escape") return;
for (const term of document.querySelectorAll(".term:is(.is-open, :hover, :focus-within)")) {
term.classList.remove("is-open");
term.classList.add("is-closed");
}
});
for (const left of ["pointerout", "focusout"]) {
document.addEventListener(left, (event) => {
const term = event.target.closest?.(".term");
if (term && !term.contains(event.relatedTarget)) term.classList.remove("is-closed");
});
}
}
{
for (const form of document.querySelectorAll("form[data-autosave]")) form.asItWas = new FormData(form);
const startLater = async () => {
try {
const { start } = await import("./offline.js?v=2980c0fb");
start({ reader, sharedComputer, say, sending });
} catch {
}
};
if (document.querySelector("form[data-autosave], form[data-save-answer], form[data-offline]")) startLater();
else if (reader || document.querySelector("[data-offline-page]")) {
const soon = () => setTimeout(startLater, 200);
if (document.readyState === "complete") soon();
else addEventListener("load", soon);
}
}
