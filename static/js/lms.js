const reader = document.querySelector("[data-reader]")?.dataset.reader ?? "";
const sharedComputer = document.querySelector("[data-shared-computer]") !== null;
const say = (place, state) => {
if (!place) return;
const language = document.documentElement.lang === "lt" ? "lt-LT" : "en-GB";
const time = new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
place.textContent = (place.dataset[state] ?? "").replace("{time}", time);
place.dataset.state = { saving: "busy", uploading: "busy", saved: "fine" }[state] ?? "trouble";
};
const LONGEST_FAREWELL = 60_000;
const send = async (url, fields) => {
try {
const answer = await fetch(url, {
method: "POST",
body: fields,
credentials: "same-origin",
keepalive: `${fields}`.length < LONGEST_FAREWELL,
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
const isChanged = (input) => {
if (["radio", "checkbox"].includes(input.type)) return input.checked !== input.defaultChecked;
if (input.tagName === "SELECT") return input.value !== ([...input.options].find((option) => option.defaultSelected) ?? input.options[0]).value;
return input.type !== "hidden" && "defaultValue" in input && input.value !== input.defaultValue;
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
const toldHere = () => {
const told = document.querySelector("[data-flashes]:has(.flash)");
const place = document.getElementById(location.hash.slice(1));
if (!told || !place || told.contains(place)) return;
if (place.matches("section")) place.prepend(told);
else (place.closest("ul, ol, table") ?? place).before(told);
told.scrollIntoView();
};
toldHere();
}
{
const answeredPlaces = document.querySelectorAll("[data-answered]");
const countAnswered = () => {
const groups = [...document.querySelectorAll("[data-question]")];
const done = groups.filter((group) => [...group.querySelectorAll("[name=answer]:not([type=hidden])")].some((input) =>
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
const startOrdering = (list) => {
const items = () => [...list.querySelectorAll("[data-item]")];
const placeOf = (item) => item.querySelector("select");
const state = list.parentElement.querySelector("[data-ordering-state]");
for (const each of list.querySelectorAll(".ordering__buttons")) each.hidden = false;
const changed = (item) => placeOf(item).dispatchEvent(new Event("change", { bubbles: true }));
const number = () => items().forEach((item, place) => (placeOf(item).selectedIndex = place + 1));
list.addEventListener("click", (event) => {
const button = event.target.closest("[data-move]");
if (!button) return;
const item = button.closest("[data-item]");
const other = button.dataset.move === "1" ? item.nextElementSibling : item.previousElementSibling;
if (other) button.dataset.move === "1" ? other.after(item) : other.before(item);
number();
state.textContent = list.dataset.moved.replace("{place}", placeOf(item).selectedIndex);
button.focus();
changed(item);
});
list.addEventListener("focusin", (event) => event.target.matches("select") && (event.target.before = event.target.selectedIndex));
list.addEventListener("input", (event) => {
const select = event.target;
if (!select.matches("select") || !select.selectedIndex) return;
const other = items().map(placeOf).find((each) => each !== select && each.selectedIndex === select.selectedIndex);
if (other) other.selectedIndex = items().some((item) => placeOf(item).selectedIndex === select.before) ? 0 : (select.before ?? 0);
select.before = select.selectedIndex;
});
};
for (const list of document.querySelectorAll("[data-ordering]")) startOrdering(list);
}
{
const answerForms = [...document.querySelectorAll("form[data-save-answer]")];
for (const form of answerForms) {
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
}
{
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
}
{
const timed = document.querySelector("[data-quiz-time]");
if (timed) {
const { endsAt, now, left, last, over, five, one } = timed.dataset;
const made = Number(document.documentElement.dataset.keptAt ?? 0) || Date.now();
const end = made + Date.parse(endsAt) - Date.parse(now);
const shown = timed.querySelector("[data-time-left]");
const said = timed.querySelector("[data-time-said]");
let before = Infinity;
const handIn = () => {
const form = document.querySelector("form[data-hands-in]:last-of-type") ?? document.querySelector("form[data-hands-in]");
const anyway = Object.assign(document.createElement("input"), { type: "hidden", name: "anyway", value: "1" });
form.append(anyway);
form.requestSubmit(form.querySelector("button[name='hand-in']"));
};
const tell = () => {
const seconds = Math.max(0, (end - Date.now()) / 1000);
shown.textContent = seconds >= 60 ? left.replace("{minutes}", Math.ceil(seconds / 60)) : seconds > 0 ? last : over;
for (const [mark, words] of [[300, five], [60, one], [0, over]]) {
if (before > mark && seconds <= mark && (before < Infinity || mark === 0)) said.textContent = words;
}
before = seconds;
if (seconds === 0) return handIn();
setTimeout(tell, Math.min(seconds, seconds % 60 || 60) * 1000 + 50);
};
tell();
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
if (document.querySelector("article[data-lesson]")) {
import("./reading.js?v=9df2e29a").then(({ start }) => start({ send, say, blockInView })).catch(() => null);
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
const showInRow = (link) => {
const row = link.closest("ul");
const [its, seen] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
if (its.left < seen.left || its.right > seen.right) row.scrollLeft += its.left - seen.left - (seen.width - its.width) / 2;
};
document.querySelectorAll(".tabs [aria-current]").forEach(showInRow);
document.addEventListener("focusin", ({ target }) => { if (target.matches(".tabs a:focus-visible")) showInRow(target); });
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
for (const line of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
line.hidden = false;
line.querySelector("button").addEventListener("click", async () => {
const field = document.getElementById(line.dataset.copies);
const told = line.querySelector("[data-copied]");
field.select();
try {
await navigator.clipboard.writeText(field.value);
told.textContent = told.dataset.copied;
} catch {
}
});
}
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
const { start } = await import("./offline.js?v=f7a62f1b");
start({ reader, sharedComputer, say, sending, isChanged });
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
