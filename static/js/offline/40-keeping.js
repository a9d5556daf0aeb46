// Keeps the pages of begun modules on this device, one after the other and without hurry.
const DAY = 24 * 3600 * 1000;
const OFTEN_ENOUGH = 10 * 60 * 1000;
const SOON = 5 * 1000;
const PICTURES = /<img\b[^>]*\bsrc="(\/media\/[^"?]+)/g;
const pauseFor = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

// Once somebody has signed out nothing more is noted of them.
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

// An answer that never comes must not keep the others waiting for ever.
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
  // Somebody else has signed in meanwhile: their pages have no place here.
  if (answer.headers.get("Savimoka-Reader") !== reader) return "strange";
  const content = await keepAnswer(shelf, one.url, answer, at);
  for (const [, picture] of (await content.text()).matchAll(PICTURES)) {
    if (await shelf.match(picture)) continue;
    const shown = await ask(picture, { priority: "low" });
    if (shown.ok) await keepAnswer(shelf, picture, shown, at);
  }
  return "kept";
};

// Tells whether there is nothing left to fetch; fails where the line does.
const keepPages = async (isAsked = false) => {
  const chosen = await choice.read();
  if (!keepsWords || !("caches" in window) || chosen === "no" || (chosen === "auto" && isDear())) return true;
  const looked = (await facts.get(`looked-${reader}`)) ?? {};
  if (!isAsked && Date.now() - (looked[language] ?? 0) < OFTEN_ENOUGH) return true;
  const wanted = await listToKeep();
  // Who has signed out meanwhile or wants it no more is kept nothing.
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

// Of these the server has something newer now: what was just sent stands in them.
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

// Tells whether there is a worker, or never can be: not every browser allows it, and all else works without.
const startWorker = async () => {
  try {
    const { active, installing } = (await navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "none" })) ?? {};
    // A page that was on its way while the worker began belongs to nobody until it is taken.
    if (active && !navigator.serviceWorker.controller) active.postMessage("claim");
    if (active || !installing) return true;
    return await new Promise((resolve) => {
      installing.onstatechange = () => installing.state === "installed" || resolve(installing.state !== "redundant");
    });
  } catch (trouble) {
    return trouble.name === "SecurityError";
  }
};

// A line that fails for a moment must not leave a reader without pages: what did not come is tried again, ever less often.
const keepUntilAllIsHere = async () => {
  for (let wait = SOON; ; wait = Math.min(wait * 2, OFTEN_ENOUGH)) {
    const outcomes = await Promise.allSettled([startWorker(), keepPages()]);
    if (outcomes.every(({ value }) => value)) return;
    await pauseFor(wait);
    if (!navigator.onLine) await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
  }
};

// On a shared computer nothing stays, also not what somebody kept before it was named as one.
const emptyDevice = async () => {
  const workers = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
  for (const worker of workers) await worker.unregister();
  for (const name of (await globalThis.caches?.keys()) ?? []) await caches.delete(name);
  globalThis.indexedDB?.deleteDatabase("savimoka");
};
