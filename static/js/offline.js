const opened = { shelf: null };
const openShelf = () =>
new Promise((resolve, reject) => {
const asked = indexedDB.open("savimoka", 1);
asked.onupgradeneeded = () => {
asked.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
asked.result.createObjectStore("facts");
};
asked.onerror = () => {
opened.shelf = null;
reject(asked.error);
};
asked.onsuccess = () => {
asked.result.onclose = () => (opened.shelf = null);
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
async all(person) {
const all = await onShelf("waiting", "readonly", (shelf) => shelf.getAll());
return all.filter((item) => item.person === person);
},
async list(person) {
return (await waiting.all(person)).filter(({ state }) => state !== "sent");
},
async find(person, slot) {
return (await waiting.all(person)).find((item) => item.slot === slot);
},
async put(item) {
let key = newKey();
await onShelf("waiting", "readwrite", (shelf) => {
const asked = shelf.getAll();
asked.onsuccess = () => {
const same = item.slot && asked.result.find((one) => one.person === item.person && one.slot === item.slot);
if (same?.fields === item.fields && same.url === item.url && same.state !== "sent") key = same.key;
shelf.put({ ...item, ...(same ? { id: same.id, serial: same.serial } : {}), key, at: Date.now(), state: "waiting" });
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
let answer = access.token && (await post(item, access.token, item.isQuiet));
if (!answer || answer.status === 400 || answer.status === 401) {
const here = await askWho();
if (here.reader !== item.person) return { state: "signedOut", someoneElse: here.reader !== "" };
access.token = here.csrf_token;
answer = await post(item, access.token, item.isQuiet);
}
if (answer.ok) return { state: "sent", ...(await readJson(answer)) };
if (answer.status === 401) return { state: "signedOut" };
if (answer.status === 429 || answer.status >= 500) return { state: "offline" };
const { reason, newer } = await readJson(answer);
return { state: newer ? "conflict" : "refused", reason };
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
if (outcome.state === "sent") await waiting.change(item, item.slot ? { state: "sent", serial: outcome.serial, at: Date.now() } : null);
else if (outcome.state !== "offline") await waiting.change(item, { state: outcome.state, reason: outcome.reason ?? "" });
if (["offline", "signedOut"].includes(outcome.state)) break;
}
return outcomes;
};
const sendAll = (person, token) =>
globalThis.navigator.locks?.request ? navigator.locks.request("savimoka-send", () => sendInOrder(person, token)) : sendInOrder(person, token);
const forgetPerson = async (person) => {
await forgetShelf(person);
for (const item of await waiting.list(person)) await waiting.drop(item);
for (const name of ["person", `pages-${person}`, `keep-${person}`, `looked-${person}`, `session-${person}`]) await facts.drop(name);
};
const nameOfShelf = (person) => `savimoka-pages-${person}`;
const shelfOfPages = (person) => caches.open(nameOfShelf(person));
const keptPage = (person, address) => caches.match(address, { cacheName: nameOfShelf(person) });
const forgetShelf = async (person) => {
await caches.delete(nameOfShelf(person));
for (const item of await waiting.all(person)) if (item.state === "sent") await waiting.drop(item);
};
const keepAnswer = async (shelf, address, answer, at) => {
const content = await answer.blob();
const headers = new Headers(answer.headers);
for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
headers.set("Savimoka-Kept-At", String(at));
headers.set("Savimoka-Size", String(content.size));
await shelf.put(address, new Response(content, { headers }));
return content;
};
let reader = "";
let sharedComputer = false;
let say = () => {};
let sending = () => {};
let isChanged = () => false;
let keepsWords = false;
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
if (kept.isOnlyHere) return { ...(await sendOne(kept, { token: pageToken() })), isOnlyHere: true };
const outcomes = await sendAll(reader, pageToken());
if (outcomes.has(kept.key)) return outcomes.get(kept.key);
const still = (await waiting.list(reader)).find((one) => one.key === kept.key);
return still ? { state: still.state === "waiting" ? "offline" : still.state, item: still } : { state: "sent" };
};
const findWritten = async (slot) => {
try {
const item = keepsWords ? await waiting.find(reader, slot) : undefined;
return item?.state !== "sent" || (keptAt && item.at >= keptAt) ? item : undefined;
} catch {
return undefined;
}
};
const stateWord = { sent: "saved", offline: sharedComputer ? "offlineShared" : "offline", signedOut: "signedOut", conflict: "newer", refused: "failed" };
const language = document.documentElement.lang === "lt" ? "lt" : "en";
const main = document.getElementById("main");
let wordsAsked;
const askWords = () => {
wordsAsked ??= fetch(`/${language}/offline?bare=1`)
.then((answer) => answer.text())
.then((text) => new DOMParser().parseFromString(text, "text/html"));
wordsAsked.catch(() => (wordsAsked = null));
return wordsAsked;
};
const template = async (name) => {
const found = (await askWords()).querySelector(`template[data-words="${name}"]`);
return document.importNode(found.content, true);
};
const words = async (name, holes = {}) => {
let text = (await template(name)).textContent.trim();
for (const [hole, value] of Object.entries(holes)) text = text.replace(`{${hole}}`, value);
return text;
};
const momentOf = (at) => new Intl.DateTimeFormat(language === "lt" ? "lt-LT" : "en-GB", { dateStyle: "long", timeStyle: "short" }).format(at);
const megabytes = (bytes) => new Intl.NumberFormat(language === "lt" ? "lt-LT" : "en-GB", { maximumFractionDigits: 1 }).format(bytes / 1000000);
const paragraph = (text, className) => {
const line = document.createElement("p");
line.className = className ?? "";
line.textContent = text;
return line;
};
const linkTo = (address, text) => {
const link = document.createElement("a");
link.href = address;
link.textContent = text;
return link;
};
const openDialog = async (name) => {
const dialog = (await template(name)).querySelector("dialog");
document.body.append(dialog);
dialog.addEventListener("close", () => dialog.remove());
dialog.showModal();
return dialog;
};
const banner = document.createElement("div");
banner.className = "offline-banner no-print";
banner.setAttribute("role", "status");
let isBack = false;
const unsentItems = async () => {
try {
return keepsWords ? await waiting.list(reader) : [];
} catch {
return [];
}
};
const showBanner = () => makeBanner().catch(() => {});
const makeBanner = async () => {
const items = await unsentItems();
const parts = [];
if (keptAt && isBack) {
parts.push(paragraph(await words("back")));
parts[0].append(" ", linkTo(location.href, await words("fresh")));
parts[0].lastChild.addEventListener("click", (event) => {
event.preventDefault();
location.reload();
});
} else if (keptAt) parts.push(paragraph(await words("kept", { moment: momentOf(keptAt) })));
else if (!navigator.onLine) parts.push(paragraph(await words("none")));
if (items.length || (parts.length && !isBack)) {
const line = paragraph("", "row");
const here = `/${language}/offline`;
if (items.length) line.append(linkTo(`${here}#waiting`, await words("waiting", { count: items.length })));
if (parts.length && !isBack && keepsWords) line.append(linkTo(`${here}#readable`, await words("readable")));
if (line.childNodes.length) parts.push(line);
}
if (document.querySelector("[data-offline-page]")) return;
if (!banner.isConnected && parts.length) main?.prepend(banner);
banner.replaceChildren(...parts);
banner.hidden = parts.length === 0;
};
const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
const formsThatWait = () => document.querySelectorAll("form[data-offline]");
const sayUnder = async (form, name) => {
let line = form.parentElement.querySelector("[data-offline-state]");
if (!line) {
line = paragraph("", "autosave-state");
line.dataset.offlineState = "";
line.dataset.state = "trouble";
line.setAttribute("role", "status");
form.after(line);
}
line.textContent = await words(name);
const way = form.inert && form.querySelector("[data-offline-way]");
if (way) line.append(" ", linkTo(way.dataset.offlineWay, way.textContent.trim()));
};
const goOn = (address) => {
const to = new URL(address, location.href);
if (to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
history.replaceState(null, "", to);
history.scrollRestoration = "manual";
return location.reload();
};
const sendNow = (form, button) => {
form.dataset.isSentPlainly = "yes";
sending(form, false);
form.requestSubmit(button);
delete form.dataset.isSentPlainly;
};
const sendForm = async (form, button) => {
const typed = [...new FormData(form, button)].filter(([, value]) => typeof value === "string");
const fields = new URLSearchParams(typed);
fields.delete("csrf_token");
const address = new URL(button?.getAttribute("formaction") || form.action, location.href);
const outcome = await keepAndSend({ kind: "form", name: form.dataset.offline, url: address.pathname + address.search, fields: fields.toString() });
form.dataset.changed = "";
if (outcome.state === "sent") return goOn(outcome.location ?? location.href);
const isFree = ["refused", "conflict"].includes(outcome.state) || (outcome.state === "signedOut" && !outcome.someoneElse);
if (isFree || outcome.isOnlyHere) {
if (outcome.item) await waiting.drop(outcome.item);
return sendNow(form, button);
}
sending(form, false);
await askToBeWoken();
const way = button?.dataset.offlineWay;
if (way && outcome.state === "offline") return location.assign(way);
form.inert = true;
await sayUnder(form, outcome.state === "offline" ? "form-kept" : "form-other");
return showBanner();
};
const onSubmit = (event) => {
const form = event.target;
const keepHere = () => {
event.preventDefault();
sessionStorage.removeItem("savimoka:sent");
};
if (event.defaultPrevented || form.method !== "post" || form.dataset.isSentPlainly) return;
const hasFiles = filesOf(form).length > 0;
if ("offline" in form.dataset && keepsWords && !hasFiles) {
keepHere();
sendForm(form, event.submitter);
} else if (!navigator.onLine) {
keepHere();
sending(form, false);
sayUnder(form, "form-needs");
}
};
const markFormsThatWait = async () => {
const items = await unsentItems();
for (const form of formsThatWait()) {
const address = addressOfForm(form);
const waits = "offlineOnce" in form.dataset && items.some((item) => item.kind === "form" && item.url === address);
if (!waits) continue;
form.inert = true;
await sayUnder(form, "form-kept");
}
};
const addressOfForm = (form) => {
const address = new URL(form.action, location.href);
return address.pathname + address.search;
};
const askToBeWoken = async () => {
try {
const worker = await navigator.serviceWorker?.getRegistration("/");
await worker?.sync?.register("savimoka-send");
} catch {
}
};
let isSending = false;
const sendWhatWaits = async () => {
if (!keepsWords || isSending || !navigator.onLine) return;
const before = await unsentItems();
const open = before.filter(({ state }) => !["conflict", "refused"].includes(state));
if (open.length) {
isSending = true;
const outcomes = [...(await sendAll(reader)).values()];
isSending = false;
const arrived = outcomes.filter(({ state }) => state === "sent").map(({ item }) => item.page);
if (outcomes.length && outcomes.every(({ state }) => state !== "offline")) isBack = true;
if (outcomes.some(({ state }) => state === "offline")) await askToBeWoken();
await keepAnew([...new Set(arrived)]);
} else if (keptAt) {
isBack = await askWho().then(() => true, () => false);
}
await showBanner();
};
const DAY = 24 * 3600 * 1000;
const OFTEN_ENOUGH = 10 * 60 * 1000;
const SOON = 5 * 1000;
const PICTURES = /<img\b[^>]*\bsrc="(\/media\/[^"?]+)/g;
const pauseFor = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
const note = (name, value) =>
onShelf("facts", "readwrite", (shelf) => {
const asked = shelf.get("person");
asked.onsuccess = () => asked.result?.id === reader && shelf.put(value, `${name}-${reader}`);
});
const choice = {
read: async () => (await facts.get(`keep-${reader}`)) ?? "auto",
write: (value) => note("keep", value),
};
const isDear = () => Boolean(navigator.connection?.saveData) || /2g/.test(navigator.connection?.effectiveType ?? "");
const ask = (address, options) => fetch(address, { ...options, signal: AbortSignal.timeout?.(60000) });
const isForLater = ({ status }) => status === 429 || status >= 500;
const listToKeep = async () => {
const answer = await ask(`/${language}/offline/pages`, { headers: { "X-Requested-With": "fetch" } });
if (isForLater(answer)) throw new Error(answer.status);
if (!answer.ok || answer.redirected) return null;
const { home, modules } = await answer.json();
const pages = modules.flatMap(({ title, pages: ones }) => ones.map((one) => ({ ...one, module: title })));
return [{ ...home, module: "", isHome: true }, ...pages];
};
const keepOne = async (shelf, one) => {
const at = Date.now();
const answer = await ask(one.url, { priority: "low" });
if (!answer.ok || answer.redirected) return isForLater(answer) ? "later" : "gone";
if (answer.headers.get("Savimoka-Reader") !== reader) return "strange";
const content = await keepAnswer(shelf, one.url, answer, at);
for (const [, picture] of (await content.text()).matchAll(PICTURES)) {
if (await shelf.match(picture)) continue;
const shown = await ask(picture, { priority: "low" });
if (shown.ok) await keepAnswer(shelf, picture, shown, at);
}
return "kept";
};
const keepPages = async (isAsked = false) => {
const chosen = await choice.read();
if (!keepsWords || !("caches" in window) || chosen === "no" || (chosen === "auto" && isDear())) return true;
const looked = (await facts.get(`looked-${reader}`)) ?? {};
if (!isAsked && Date.now() - (looked[language] ?? 0) < OFTEN_ENOUGH) return true;
const wanted = await listToKeep();
const isStillWanted = async () => (await facts.get("person"))?.id === reader && (await choice.read()) === chosen;
if (!wanted || !(await isStillWanted())) return true;
const shelf = await shelfOfPages(reader);
const known = (await facts.get(`pages-${reader}`)) ?? {};
for (const address of Object.keys(known)) {
const isOfHere = address.startsWith(`/${language}/`);
if (!isOfHere || wanted.some(({ url }) => url === address)) continue;
delete known[address];
await shelf.delete(address);
}
let isWhole = true;
for (const one of wanted) {
const had = known[one.url];
const isFresh = had?.stamp === one.stamp && Date.now() - had.at < DAY && (await shelf.match(one.url));
if (isFresh && !one.isHome) continue;
const outcome = await keepOne(shelf, one);
if (outcome === "strange" || !(await isStillWanted())) return true;
if (outcome === "later") isWhole = false;
if (outcome === "kept") known[one.url] = { title: one.title, module: one.module, stamp: one.stamp, at: Date.now() };
await note("pages", known);
if (!isAsked) await pauseFor(200);
}
if (isWhole) await note("looked", { ...looked, [language]: Date.now() });
return isWhole;
};
const keepAnew = async (addresses) => {
for (const address of addresses) {
if (await keptPage(reader, address)) await keepOne(await shelfOfPages(reader), { url: address }).catch(() => {});
}
};
const sizeOfKept = async () => {
if (!(await caches.has(nameOfShelf(reader)))) return 0;
const shelf = await shelfOfPages(reader);
let bytes = 0;
for (const request of await shelf.keys()) bytes += Number((await shelf.match(request))?.headers.get("Savimoka-Size") ?? 0);
return bytes;
};
const forgetPages = async () => {
await forgetShelf(reader);
for (const name of ["pages", "looked"]) await facts.drop(`${name}-${reader}`);
};
const startWorker = async () => {
try {
const { active, installing } = (await navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" })) ?? {};
if (active && !navigator.serviceWorker.controller) active.postMessage("claim");
if (active || !installing) return true;
return await new Promise((resolve) => {
installing.onstatechange = () => installing.state === "installed" || resolve(installing.state !== "redundant");
});
} catch (trouble) {
return trouble.name === "SecurityError";
}
};
const keepUntilAllIsHere = async () => {
for (let wait = SOON; ; wait = Math.min(wait * 2, OFTEN_ENOUGH)) {
const outcomes = await Promise.allSettled([startWorker(), keepPages()]);
if (outcomes.every(({ value }) => value)) return;
await pauseFor(wait);
if (!navigator.onLine) await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
}
};
const emptyDevice = async () => {
const workers = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
for (const worker of workers) await worker.unregister();
for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
globalThis.indexedDB?.deleteDatabase("savimoka");
};
const listReadable = async (place) => {
const known = (await facts.get(`pages-${reader}`)) ?? {};
const ones = Object.entries(known).filter(([address, { title }]) => title && address.startsWith(`/${language}/`));
const others = ones.length ? [] : Object.entries(known).filter(([, { title }]) => title);
const modules = groupByModule([...ones, ...others]);
const parts = [];
for (const [module, pages] of modules) {
const own = pages.find(([address]) => isOfModule(address));
if (module) {
const heading = document.createElement("h3");
heading.append(own ? linkTo(own[0], module) : module);
parts.push(heading);
}
const rest = module ? pages.filter((one) => one !== own) : pages;
if (!rest.length) continue;
const list = document.createElement("ul");
list.className = "links";
for (const [address, { title }] of rest) {
const line = document.createElement("li");
line.append(linkTo(address, title));
list.append(line);
}
parts.push(list);
}
place.replaceChildren(...(parts.length ? parts : [paragraph(await words("nothing-kept"))]));
};
const isOfModule = (address) => /^\/[a-z]+\/modules\/[^/]+$/.test(address);
const groupByModule = (pages) => {
const found = new Map();
for (const one of pages) found.set(one[1].module, [...(found.get(one[1].module) ?? []), one]);
return found;
};
const textOf = (item) => [...new URLSearchParams(item.fields)].filter(([name]) => ["text", "answer"].includes(name)).map(([, value]) => value).join("\n");
const lineOf = async (item) => {
const line = document.createElement("li");
line.className = "item";
line.dataset.state = item.state;
const kind = item.name || (await words(`kind-${item.kind}`));
const title = paragraph("", "item__title");
title.append(linkTo(item.page, `${kind}: ${item.heading}`));
line.append(title, paragraph(`${await words(`state-${item.state}`)} ${item.reason ?? ""}`.trim(), "item__meta"));
if (item.state === "signedOut") {
line.append(linkTo(`/${language}/sign-in?next=/${language}/offline`, await words("sign-in")));
}
if (textOf(item)) {
const written = paragraph(textOf(item), "as-typed quoted");
written.lang = item.language;
line.append(written);
}
const button = document.createElement("button");
button.className = "ds-button";
button.dataset.variant = "tertiary";
button.type = "button";
button.textContent = await words("delete");
button.addEventListener("click", async () => {
const dialog = await openDialog("delete-dialog");
dialog.addEventListener("close", async () => {
if (dialog.returnValue === "yes") await waiting.drop(item);
});
});
const end = document.createElement("div");
end.className = "item__end";
end.append(button);
line.append(end);
return line;
};
const listWaiting = async (place) => {
const list = document.createElement("ul");
list.className = "items";
const items = await unsentItems();
for (const item of items) list.append(await lineOf(item));
place.replaceChildren(items.length ? list : paragraph(await words("nothing-waits")));
const button = document.querySelector("[data-send-now]");
button.hidden = !items.length && button !== document.activeElement;
};
const fillPage = async () => {
const place = document.querySelector("[data-offline-page]");
if (!place) return;
if (!keepsWords) {
place.querySelector("[data-not-kept]").hidden = false;
return;
}
const parts = place.querySelector("[data-kept-parts]");
if (parts.hidden) {
const chosen = await choice.read();
place.querySelector("[data-keep]").checked = chosen === "yes" || (chosen === "auto" && !isDear());
parts.hidden = false;
}
await listReadable(place.querySelector("[data-readable]"));
await listWaiting(place.querySelector("[data-waiting]"));
const size = await sizeOfKept();
place.querySelector("[data-size]").textContent = await words("size", { size: megabytes(size) });
};
const startPage = () => {
const place = document.querySelector("[data-offline-page]");
if (!place || !keepsWords) return;
place.querySelector("[data-keep]").addEventListener("change", async (event) => {
const wanted = event.target.checked;
await choice.write(wanted ? "yes" : "no");
const state = place.querySelector("[data-keep-state]");
if (wanted) {
state.textContent = await words("keeping");
const isWhole = await keepPages(true).catch(() => false);
state.textContent = await words(isWhole ? "kept-now" : "kept-partly");
} else {
await forgetPages();
state.textContent = await words("removed");
}
await fillPage();
});
place.querySelector("[data-send-now]").addEventListener("click", sendWhatWaits);
};
const WARNING = 5 * 60;
const LONGEST_WAIT = 12 * 3600;
let sessionTimer = 0;
const wait = (seconds) => {
clearTimeout(sessionTimer);
sessionTimer = setTimeout(lookAtSession, 1000 * Math.max(1, Math.min(seconds, LONGEST_WAIT)));
};
const lookAtSession = async () => {
let here;
try {
here = await askWho();
} catch {
return wait(60);
}
const left = here.reader === reader ? here.seconds_left : 0;
if (left > WARNING) return wait(left - WARNING);
dispatchEvent(new Event("savimoka:save"));
return left > 0 ? askToStay(left) : sayThatItEnded();
};
const askToStay = async (left) => {
const dialog = document.querySelector("dialog[data-session]") ?? (await openDialog("stay-dialog"));
const minutes = Math.max(1, Math.round(left / 60));
dialog.querySelector("[data-minutes]").textContent = await words("minutes", { count: minutes });
dialog.addEventListener("close", async () => {
clearTimeout(sessionTimer);
if (dialog.returnValue === "leave") return document.querySelector("form[data-sign-out]")?.requestSubmit();
const token = pageToken();
await fetch(`/${language}/here`, { method: "POST", headers: { "X-CSRF-Token": token } }).catch(() => {});
return lookAtSession();
});
clearTimeout(sessionTimer);
sessionTimer = setTimeout(() => {
const gone = dialog.cloneNode(true);
dialog.replaceWith(gone);
gone.remove();
lookAtSession();
}, 1000 * (left + 1));
};
let isOver = false;
const sayThatItEnded = async () => {
if (isOver) return;
isOver = true;
const dialog = await openDialog("ended-dialog");
dialog.addEventListener("close", () => (isOver = false));
const comeBack = async () => {
const here = await askWho().catch(() => null);
if (!here?.reader) return;
if (here.reader !== reader) {
dialog.querySelector("[data-other]").hidden = false;
return;
}
for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = here.csrf_token;
for (const place of document.querySelectorAll("[data-csrf]")) place.dataset.csrf = here.csrf_token;
removeEventListener("focus", comeBack);
document.removeEventListener("visibilitychange", comeBack);
dialog.close();
dispatchEvent(new Event("savimoka:save"));
wait(here.seconds_left - WARNING);
sendWhatWaits();
};
addEventListener("focus", comeBack);
document.addEventListener("visibilitychange", comeBack);
};
const startSession = async () => {
const known = keepsWords ? await facts.get(`session-${reader}`).catch(() => null) : null;
const left = known && Date.now() < known.look ? (known.ends - Date.now()) / 1000 : 0;
if (left > LONGEST_WAIT) return;
try {
const here = await askWho();
if (here.reader !== reader) return;
const seconds = here.seconds_left;
if (keepsWords) await note("session", { ends: Date.now() + seconds * 1000, look: Date.now() + DAY });
wait(seconds - WARNING);
} catch {
wait(60);
}
};
const startSignOut = () => {
for (const form of document.querySelectorAll("form[data-sign-out]")) {
form.addEventListener("submit", async (event) => {
if (form.dataset.isSentPlainly || !keepsWords) return;
event.preventDefault();
if (!navigator.onLine) {
sending(form, false);
return sayUnder(form, "form-needs");
}
const items = await unsentItems();
if (items.length) {
const dialog = await openDialog("sign-out-dialog");
const answer = await new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue)));
if (answer !== "leave") return sending(form, false);
}
await forgetPerson(reader);
return sendNow(form);
});
}
};
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
fill(form, new URLSearchParams(item.typed));
last = item.base;
say(place, stateWord.offline);
} else await bringBeside(item);
};
const isOwnPage = keptAt || document.querySelector("[data-offline-page]");
const sentSlot = isOwnPage ? null : sessionStorage.getItem("savimoka:sent");
sessionStorage.removeItem("savimoka:sent");
const forgetWhatWasSent = async () => {
if (!sentSlot || document.querySelector("form[data-autosave], [data-refused]")) return;
const item = await findWritten(sentSlot);
if (item) await waiting.drop(item);
};
document.addEventListener("savimoka:form", (event) => startAutosave(event.target));
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
if (busy || !unsent.size) return;
busy = true;
let trouble = "";
for (const group of [...unsent.keys()]) {
unsent.delete(group);
say(placeFor(group), "saving");
const { state, reason } = await keepAndSend(itemOf(group));
showButtons(["refused", "signedOut"].includes(state));
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
keep(itemOf(group));
}
form.answerTimer = setTimeout(sendChanged, isChosen ? 0 : 1500);
};
form.addEventListener("change", changed);
form.addEventListener("input", (event) => ["text", "textarea", "number", "search"].includes(event.target.type) && changed(event));
addEventListener("online", () => unsent.size && sendChanged());
document.addEventListener("visibilitychange", () => document.hidden && unsent.size && form.saveNow());
const fillIn = (group, inputs, values) => {
let place = 0;
for (const input of inputs) {
if (input.name !== "answer") continue;
if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
else if (input.type === "hidden") place += 1;
else if (input.closest("[data-item]")) for (const one of input.options) one.selected = values.includes(one.value);
else input.value = values[place++] ?? "";
}
const list = group.querySelector("[data-ordering]");
const placeOf = (item) => item.querySelector("select").selectedIndex || 99;
list?.append(...[...list.children].sort((one, other) => placeOf(one) - placeOf(other)));
document.dispatchEvent(new Event("change"));
};
const takeUp = async (group) => {
const item = await findWritten(slotOf(group));
const isSent = item?.state === "sent";
const inputs = [...(group === form ? form.elements : group.querySelectorAll("input, select, textarea"))];
const isAnswered = group !== form && (!item || isSent) && inputs.some(isChanged);
if (item && !isAnswered) fillIn(group, inputs, new URLSearchParams(item.fields).getAll("answer"));
if (!isAnswered && (!item || isSent)) return;
unsent.set(group, true);
await sendChanged();
};
const groups = [...form.querySelectorAll("[data-question]")];
const takenUp = Promise.allSettled((groups.length ? groups : [form]).map(takeUp));
};
export const start = (given) => {
({ reader, sharedComputer, say, sending, isChanged } = given);
keepsWords = Boolean(reader) && !sharedComputer && "indexedDB" in window;
for (const form of document.querySelectorAll("form[data-autosave]")) startAutosave(form);
for (const form of document.querySelectorAll("form[data-save-answer]")) startAnswers(form);
startAssignment();
forgetWhatWasSent();
document.addEventListener("submit", onSubmit);
startSignOut();
whenIdle(startRest);
};
const startAssignment = async () => {
if (!document.querySelector("[data-uploads], [data-preview]")) return;
try {
const { start } = await import("./assignment.js?v=0cd61a86");
start({ reader, askWho, filesOf, pageToken, readJson, sayUnder, texts });
} catch {
}
};
const whenIdle = (deed) => ("requestIdleCallback" in window ? requestIdleCallback(deed, { timeout: 2000 }) : setTimeout(deed, 500));
const startRest = async () => {
const isMember = Boolean(reader);
history.scrollRestoration = "auto";
if (sharedComputer) await emptyDevice();
else if (!reader && "indexedDB" in window) {
const person = await facts.get("person").catch(() => null);
reader = person?.id ?? "";
keepsWords = Boolean(reader);
}
addEventListener("online", sendWhatWaits);
addEventListener("offline", showBanner);
startPage();
if (keepsWords) await startKeeping();
await showBanner();
await fillPage();
if (isMember && !keptAt) startSession();
};
const sweep = async () => {
for (const item of await waiting.all(reader)) {
const isKnown = item.state !== "sent" || keptAt || (await keptPage(reader, item.page))?.headers.get("Savimoka-Kept-At") <= item.at;
if (!isKnown || Date.now() - item.at > 30 * DAY) await waiting.drop(item);
}
};
const startKeeping = async () => {
const before = await facts.get("person");
if (before?.id !== reader) {
if (before) await forgetShelf(before.id);
await facts.put("person", { id: reader });
}
await sweep().catch(() => {});
await markFormsThatWait().catch(() => {});
const changes = new BroadcastChannel("savimoka");
changes.onmessage = () => {
showBanner();
fillPage();
};
document.addEventListener("visibilitychange", () => document.hidden || sendWhatWaits());
sendWhatWaits();
keepUntilAllIsHere().then(fillPage);
};
