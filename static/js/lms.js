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
const kept = {
name: (kind, what) => `savimoka:${reader}:${kind}:${what}`,
read(name) {
try {
return JSON.parse(localStorage.getItem(name));
} catch {
return null;
}
},
write(name, value) {
if (sharedComputer || !reader) return;
try {
localStorage.setItem(name, JSON.stringify({ ...value, at: Date.now() }));
} catch {
}
},
forget(name) {
try {
localStorage.removeItem(name);
} catch {
return;
}
},
names(start) {
try {
return Object.keys(localStorage).filter((name) => name.startsWith(start));
} catch {
return [];
}
},
};
const blockInView = () => {
const edge = Math.min(120, innerHeight * 0.2);
const blocks = [...document.querySelectorAll("[data-block]")].map((block) => [block, block.getBoundingClientRect()]);
const found = blocks.find(([, place]) => place.top >= 0 && place.top <= edge && place.height) ?? blocks.find(([, place]) => place.bottom > edge);
return found?.[0].dataset.block;
};
{
document.querySelector("[data-error-summary]")?.focus();
const sending = (form, yes) => {
form.dataset.sending = yes ? "yes" : "";
for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
if (yes) button.setAttribute("aria-disabled", "true");
else button.removeAttribute("aria-disabled");
}
};
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
for (const form of document.querySelectorAll("form[data-sign-out]")) {
form.addEventListener("submit", () => {
if (sharedComputer) kept.names("savimoka:").forEach(kept.forget);
});
}
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
const sentName = sessionStorage.getItem("savimoka:sent");
const forms = [...document.querySelectorAll("form[data-autosave]")];
if (sentName && forms.length === 0) kept.forget(sentName);
sessionStorage.removeItem("savimoka:sent");
const month = 30 * 24 * 3600 * 1000;
for (const name of kept.names("savimoka:")) {
if (Date.now() - (kept.read(name)?.at ?? 0) > month) kept.forget(name);
}
forms.forEach(startAutosave);
}
{
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
if (isBusy || !matchMedia("(hover: none)").matches) return;
const block = event.target.closest(".block");
for (const other of document.querySelectorAll(".block.is-touched")) {
if (other !== block) other.classList.remove("is-touched");
}
if (block?.querySelector(".block__tools")) block.classList.toggle("is-touched");
});
}
{
const closeAll = (but) => {
for (const menu of document.querySelectorAll("details[data-closes-itself][open]")) {
if (menu !== but) menu.open = false;
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
