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
const opened = { shelf: null };
const openShelf = () =>
new Promise((resolve, reject) => {
const asked = indexedDB.open("savimoka", 1);
asked.onupgradeneeded = () => {
asked.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
asked.result.createObjectStore("facts");
};
asked.onerror = () => reject(asked.error);
asked.onsuccess = () => {
asked.result.onversionchange = () => {
asked.result.close();
opened.shelf = null;
};
resolve(asked.result);
};
});
const onShelf = async (name, mode, deed) => {
opened.shelf ??= openShelf();
const database = await opened.shelf;
return new Promise((resolve, reject) => {
const work = database.transaction(name, mode);
const asked = deed(work.objectStore(name));
work.oncomplete = () => resolve(asked?.result);
work.onerror = work.onabort = () => reject(work.error);
});
};
const facts = {
get: (name) => onShelf("facts", "readonly", (shelf) => shelf.get(name)),
put: (name, value) => onShelf("facts", "readwrite", (shelf) => shelf.put(value, name)),
drop: (name) => onShelf("facts", "readwrite", (shelf) => shelf.delete(name)),
};
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const tellOthers = () => {
const channel = new BroadcastChannel("savimoka");
channel.postMessage("changed");
channel.close();
};
const waiting = {
async list(person) {
const all = await onShelf("waiting", "readonly", (shelf) => shelf.getAll());
return all.filter((item) => item.person === person);
},
async find(person, slot) {
return (await waiting.list(person)).find((item) => item.slot === slot);
},
async put(item) {
let key = newKey();
await onShelf("waiting", "readwrite", (shelf) => {
const asked = shelf.getAll();
asked.onsuccess = () => {
const same = item.slot && asked.result.find((one) => one.person === item.person && one.slot === item.slot);
if (same?.fields === item.fields && same.url === item.url) key = same.key;
shelf.put({ ...item, ...(same ? { id: same.id } : {}), key, at: Date.now(), state: "waiting" });
};
});
tellOthers();
return key;
},
async change(item, changes) {
await onShelf("waiting", "readwrite", (shelf) => {
const asked = shelf.get(item.id);
asked.onsuccess = () => {
if (asked.result?.key !== item.key) return;
if (changes) shelf.put({ ...asked.result, ...changes });
else shelf.delete(item.id);
};
});
tellOthers();
},
drop: (item) => waiting.change(item, null),
};
const post = (item, token, quietly) =>
fetch(item.url, {
method: "POST",
body: new URLSearchParams(item.fields),
credentials: "same-origin",
keepalive: item.fields.length < 50000,
signal: AbortSignal.timeout?.(30000),
headers: {
"Idempotency-Key": item.key,
"Savimoka-Writer": item.person,
"X-CSRF-Token": token,
...(quietly ? { "X-Requested-With": "fetch" } : {}),
},
});
const readJson = async (answer) => {
try {
return (await answer.json()) ?? {};
} catch {
return {};
}
};
const askWho = async () => {
const answer = await fetch("/lt/here", { credentials: "same-origin", signal: AbortSignal.timeout?.(15000) });
if (!answer.ok) throw new Error(answer.status);
return answer.json();
};
const sendOne = async (item, access) => {
try {
let answer = await post(item, access.token ?? "", item.isQuiet);
if (answer.status === 400 || answer.status === 401) {
const here = await askWho();
if (here.reader !== item.person) return { state: "signedOut", someoneElse: here.reader !== "" };
access.token = here.csrf_token;
answer = await post(item, access.token, item.isQuiet);
}
if (answer.ok) return { state: "sent", ...(await readJson(answer)) };
if (answer.status === 401) return { state: "signedOut" };
if (answer.status === 429 || answer.status >= 500) return { state: "offline" };
const { reason } = await readJson(answer);
return { state: answer.status === 409 && item.kind === "draft" ? "conflict" : "refused", reason };
} catch {
return { state: "offline" };
}
};
const sendInOrder = async (person, token) => {
const outcomes = new Map();
const access = { token };
for (const item of await waiting.list(person)) {
if (["conflict", "refused"].includes(item.state)) continue;
const outcome = await sendOne(item, access);
outcomes.set(item.key, { ...outcome, item });
if (outcome.state === "sent") await waiting.drop(item);
else if (outcome.state !== "offline") await waiting.change(item, { state: outcome.state, reason: outcome.reason ?? "" });
if (["offline", "signedOut"].includes(outcome.state)) break;
}
return outcomes;
};
const sendAll = (person, token) =>
globalThis.navigator.locks?.request ? navigator.locks.request("savimoka-send", () => sendInOrder(person, token)) : sendInOrder(person, token);
const forgetPerson = async (person) => {
await caches.delete(`savimoka-pages-${person}`);
for (const item of await waiting.list(person)) await waiting.drop(item);
for (const name of ["person", `pages-${person}`, `keep-${person}`, `looked-${person}`, `session-${person}`]) await facts.drop(name);
};
const addressOf = (url) => new URL(url, location.href).pathname;
const shelfOfPages = (person) => caches.open(`savimoka-pages-${person}`);
const keepAnswer = async (shelf, address, answer) => {
const content = await answer.blob();
const headers = new Headers(answer.headers);
for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
headers.set("Savimoka-Kept-At", String(Date.now()));
headers.set("Savimoka-Size", String(content.size));
await shelf.put(address, new Response(content, { headers }));
return content;
};
const keepsWords = Boolean(reader) && !sharedComputer && "indexedDB" in window;
const pageToken = () => document.querySelector("main input[name=csrf_token], input[name=csrf_token]")?.value;
const withoutLanguage = (path) => path.replace(/^\/(lt|en)(?=\/)/, "");
const keptAt = Number(document.documentElement.dataset.keptAt ?? 0);
const keep = async (item) => {
const heading = document.querySelector("main h1")?.textContent.trim() ?? "";
const whole = { person: reader, page: location.pathname, heading, language: document.documentElement.lang, ...item };
try {
if (keepsWords) return { ...whole, key: await waiting.put(whole) };
} catch {
}
return { ...whole, key: newKey(), isOnlyHere: true };
};
const keepAndSend = async (item) => {
const kept = await keep(item);
if (kept.isOnlyHere) return sendOne(kept, { token: pageToken() });
const outcomes = await sendAll(reader, pageToken());
if (outcomes.has(kept.key)) return outcomes.get(kept.key);
const still = (await waiting.list(reader)).find((one) => one.key === kept.key);
return still ? { state: still.state === "waiting" ? "offline" : still.state } : { state: "sent" };
};
const findWaiting = async (slot) => {
try {
return keepsWords ? await waiting.find(reader, slot) : undefined;
} catch {
return undefined;
}
};
const stateWord = { sent: "saved", offline: sharedComputer ? "offlineShared" : "offline", signedOut: "signedOut", conflict: "newer", refused: "failed" };
let sending = () => {};
{
document.querySelector("[data-error-summary]")?.focus();
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
const startAutosave = async (form) => {
const url = new URL(form.dataset.autosave || form.action, location.href);
if (keptAt && url.searchParams.has("tab")) {
url.searchParams.set("tab", newKey());
form.action = url.href;
}
const place = form.querySelector("[data-autosave-state]");
const slot = `draft:${withoutLanguage(url.pathname)}`;
const atFirst = texts(form).toString();
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
form.addEventListener("submit", () => {
clearTimeout(timer);
clearTimeout(keepTimer);
sessionStorage.setItem("savimoka:sent", slot);
});
addEventListener("online", () => later(0));
addEventListener("savimoka:save", () => later(0));
document.addEventListener("visibilitychange", () => document.hidden && later(0));
const item = await findWaiting(slot);
if (!item) return;
if (item.typed === atFirst || sentSlot === slot) await waiting.drop(item);
else if (item.base === atFirst) {
fill(form, new URLSearchParams(item.typed));
say(place, "restored");
later(keptAt ? 15000 : 300);
} else if (keptAt) {
fill(form, new URLSearchParams(item.typed));
last = item.base;
say(place, stateWord.offline);
} else await bringBeside(item);
};
const sentSlot = sessionStorage.getItem("savimoka:sent");
sessionStorage.removeItem("savimoka:sent");
const forms = [...document.querySelectorAll("form[data-autosave]")];
if (sentSlot && forms.length === 0) findWaiting(sentSlot).then((item) => item && waiting.drop(item));
forms.forEach(startAutosave);
document.addEventListener("savimoka:form", (event) => startAutosave(event.target));
}
{
const startAnswers = (form) => {
const url = form.dataset.saveAnswer || form.action;
const path = new URL(url, location.href).pathname;
const placeFor = (group) => group.querySelector("[data-answer-state], [data-autosave-state]") ?? form.querySelector("[data-answer-state], [data-autosave-state]");
const buttons = form.querySelectorAll("[data-save-button]");
const showButtons = (yes) => buttons.forEach((button) => (button.hidden = !yes));
const unsent = new Map();
let busy = false;
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
if (busy) return;
busy = true;
for (const group of [...unsent.keys()]) {
unsent.delete(group);
const fields = read(group);
fields.delete("csrf_token");
say(placeFor(group), "saving");
const item = { slot: slotOf(group), kind: "answer", isQuiet: true, url, fields: fields.toString() };
const { state } = await keepAndSend(item);
showButtons(["refused", "signedOut"].includes(state));
say(placeFor(group), stateWord[state]);
if (state === "offline") {
unsent.set(group, true);
setTimeout(sendChanged, 15000);
break;
}
}
busy = false;
if (unsent.size && navigator.onLine) setTimeout(sendChanged, 1000);
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
const takeUp = async (group) => {
const item = await findWaiting(slotOf(group));
if (!item) return;
const fields = new URLSearchParams(item.fields);
for (const input of group === form ? form.elements : group.querySelectorAll("input, select, textarea")) {
if (!input.name || input.type === "hidden") continue;
if (["radio", "checkbox"].includes(input.type)) input.checked = fields.getAll(input.name).includes(input.value);
else if (fields.has(input.name)) input.value = fields.get(input.name);
}
unsent.set(group, true);
await sendChanged();
};
const groups = [...form.querySelectorAll("[data-question]")];
(groups.length ? groups : [form]).forEach(takeUp);
};
document.querySelectorAll("form[data-save-answer]").forEach(startAnswers);
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
if (isBusy || !matchMedia("(hover: none)").matches) return;
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
const silent = ".block__tools, .block__note, .block__peek, .block__other, .footnote-mark, .own-note-here, form, math, pre, .sidenotes";
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
const typedName = "savimoka:typed";
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
const startLater = async () => {
const { start } = await import("./offline.js?v=331f6842");
start({ reader, sharedComputer, keepsWords, keptAt, waiting, facts, sendAll, sendOne, askWho, keep, keepAndSend, newKey, pageToken, forgetPerson, sending, shelfOfPages, keepAnswer, addressOf });
};
if (reader || document.querySelector("[data-offline-page]")) {
const whenIdle = () => ("requestIdleCallback" in window ? requestIdleCallback(startLater, { timeout: 2000 }) : setTimeout(startLater, 500));
if (document.readyState === "complete") whenIdle();
else addEventListener("load", whenIdle);
}
}
