// What waits on this device to be sent: per person, in order, each thing once. The service worker holds the same lines,
// so nothing here knows of a page. Of a place that is written in what was sent last stays, as "sent": pages that were kept
// before do not know of it.
const opened = { shelf: null };
const openShelf = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open("savimoka", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
      asked.result.createObjectStore("facts");
    };
    asked.onerror = () => {
      // What could not be opened just now is tried again, not remembered as shut.
      opened.shelf = null;
      reject(asked.error);
    };
    asked.onsuccess = () => {
      // Whoever empties the device must not wait for a page that is still open; a browser short of room closes by itself.
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
  // A newer state of the same thing takes the place of the older; unchanged words keep their key while they wait.
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
        // Who has written on in the meantime has a newer thing in this place.
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

// Who is signed in, and the token of their session.
const askWho = async () => {
  const answer = await fetch("/lt/here", { credentials: "same-origin", signal: AbortSignal.timeout?.(15000) });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

// Sends one thing and tells what became of it: sent, offline, signedOut, conflict or refused.
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
    // Of two texts both are kept; any other refusal of a draft has a reason that its page tells.
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

// Of several windows and the service worker one sends at a time; the server does each thing once all the same.
const sendAll = (person, token) =>
  globalThis.navigator.locks?.request ? navigator.locks.request("savimoka-send", () => sendInOrder(person, token)) : sendInOrder(person, token);

// Forgets what this device keeps of a person.
const forgetPerson = async (person) => {
  await forgetShelf(person);
  for (const item of await waiting.list(person)) await waiting.drop(item);
  for (const name of ["person", `pages-${person}`, `keep-${person}`, `looked-${person}`, `session-${person}`]) await facts.drop(name);
};
