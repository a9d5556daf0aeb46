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
const SHELL = `savimoka-build-${KNOWN.build}`;
const PATIENCE = 3000;
const BUILDS_KEPT = 3;
addEventListener("install", (event) => {
const fill = async () => {
const shell = await caches.open(SHELL);
const options = { cache: "no-cache", signal: AbortSignal.timeout?.(60000) };
await shell.addAll(KNOWN.assets.map((address) => new Request(address, options)));
};
event.waitUntil(fill());
});
addEventListener("activate", (event) => {
const tidy = async () => {
const builds = (await caches.keys()).filter((name) => name.startsWith("savimoka-build-") && name !== SHELL);
for (const name of builds.slice(0, Math.max(0, builds.length + 1 - BUILDS_KEPT))) await caches.delete(name);
await registration.navigationPreload?.enable();
await clients.claim();
};
event.waitUntil(tidy());
});
addEventListener("message", (event) => {
if (event.data === "claim") event.waitUntil(clients.claim());
});
addEventListener("fetch", (event) => {
const { request } = event;
const url = new URL(request.url);
if (url.origin !== location.origin) return;
if (request.method === "POST" && request.mode === "navigate") {
if (/^\/(lt|en)\/sign-out$/.test(url.pathname)) event.respondWith(signOut(request));
else if (!navigator.onLine) event.respondWith(noConnection(url));
return;
}
if (request.method !== "GET") return;
if (/^\/(static|media)\//.test(url.pathname)) event.respondWith(fileOf(request, url));
else if (/^\/(lt|en)\/offline$/.test(url.pathname) && url.searchParams.has("bare")) event.respondWith(wordsOf(request, url));
else if (request.mode === "navigate" && /^\/((lt|en)\/.*)?$/.test(url.pathname)) event.respondWith(pageFor(event, url));
});
addEventListener("sync", (event) => {
const sendWhatWaits = async () => {
const person = await facts.get("person");
if (!person) return;
const outcomes = [...(await sendAll(person.id)).values()];
if (outcomes.some(({ state }) => state === "offline")) throw new Error("offline");
};
if (event.tag === "savimoka-send") event.waitUntil(sendWhatWaits());
});
const fileOf = async (request, url) => {
const known = await caches.match(request);
if (known) return known;
try {
return await fetch(request);
} catch (trouble) {
const alike = await caches.match(url.pathname, { ignoreSearch: true });
if (alike) return alike;
throw trouble;
}
};
const wordsOf = async (request, url) => (await (await caches.open(SHELL)).match(url.pathname + url.search)) ?? fetch(request);
const pageFor = async (event, url) => {
const person = await facts.get("person").catch(() => undefined);
const isKeptAs = !url.search || url.pathname.endsWith("/ask");
const kept = person && isKeptAs ? await keptPage(person.id, url.pathname) : undefined;
const fromNetwork = async () => {
const at = Date.now();
const answer = (await event.preloadResponse) ?? (await fetch(event.request));
event.waitUntil(takeNote(answer.clone(), url, person, at));
return answer;
};
try {
const answer = fromNetwork();
if (!kept) return await answer;
event.waitUntil(answer.catch(() => {}));
return await Promise.race([answer, later(PATIENCE).then(() => marked(kept.clone()))]);
} catch {
return kept ? marked(kept) : noConnection(url);
}
};
const later = (wait) => new Promise((resolve) => setTimeout(resolve, wait));
const takeNote = async (answer, url, person, at) => {
const reader = answer.headers.get("Savimoka-Reader");
if (!reader || !answer.ok) return;
if (person?.id !== reader) {
await facts.put("person", { id: reader });
if (person) await forgetShelf(person.id);
return;
}
const isKept = !answer.redirected && !url.search && (await keptPage(reader, url.pathname));
if (isKept) await keepAnswer(await shelfOfPages(reader), url.pathname, answer, at);
};
const marked = async (kept) => {
const text = await kept.text();
const mark = `<html data-kept-at="${kept.headers.get("Savimoka-Kept-At")}" `;
const content = text.replace("<html ", mark).replace(/<source\b[^>]*>/g, "").replace(/ srcset="[^"]*"/g, "");
return new Response(content, { headers: kept.headers });
};
const noConnection = async (url) => {
const language = /^\/(lt|en)\//.exec(url.pathname)?.[1] ?? (/^en/.test(navigator.language) ? "en" : "lt");
const kept = await (await caches.open(SHELL)).match(`/${language}/offline?bare=1`);
if (!kept) return Response.error();
return new Response(await kept.blob(), { status: 503, headers: kept.headers });
};
const signOut = async (request) => {
const person = await facts.get("person");
if (person && (await waiting.list(person.id)).length) return Response.redirect(request.url.replace(/sign-out$/, "offline#waiting"), 303);
const answer = await fetch(request).catch(() => null);
if (!answer) return noConnection(new URL(request.url));
if (person && (answer.ok || answer.type === "opaqueredirect")) await forgetPerson(person.id);
return answer;
};
