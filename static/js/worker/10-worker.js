// Answers without a connection. Pages come from the network first and from the device after three seconds or where there
// is no network; only those of the person who used this device last. What is sent is never answered from here.
const SHELL = `savimoka-build-${KNOWN.build}`;
const PATIENCE = 3000;
const BUILDS_KEPT = 3;

addEventListener("install", (event) => {
  const fill = async () => {
    const shell = await caches.open(SHELL);
    // A newer worker waits until no page is open: whoever takes over earlier stops the other in the middle of its answers,
    // and the page that was asked for just then never comes.
    // What does not come in time ends the attempt, and the page begins another.
    const options = { cache: "no-cache", signal: AbortSignal.timeout?.(60000) };
    await shell.addAll(KNOWN.assets.map((address) => new Request(address, options)));
  };
  event.waitUntil(fill());
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    // Kept pages of the last build still ask for its files, until they have been fetched anew.
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
    // The browser then tries again by itself.
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
    // A page that was kept long ago may ask for a file of then: the one of now looks almost the same.
    const alike = await caches.match(url.pathname, { ignoreSearch: true });
    if (alike) return alike;
    throw trouble;
  }
};

const wordsOf = async (request, url) => (await (await caches.open(SHELL)).match(url.pathname + url.search)) ?? fetch(request);

const pageFor = async (event, url) => {
  // Where the device keeps nothing the network still answers.
  const person = await facts.get("person").catch(() => undefined);
  // The form for asking about a block is the one for asking about its lesson; other questions make other pages.
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

// Whose page it is says its head: pages of the person before are forgotten, those of this one kept up to date.
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

// A kept page says when it was fetched; of its pictures the device has one size.
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
  // The page asks before it lets unsent words go, and deletes them then. Who was quicker than the page sees what waits.
  if (person && (await waiting.list(person.id)).length) return Response.redirect(request.url.replace(/sign-out$/, "offline#waiting"), 303);
  const answer = await fetch(request).catch(() => null);
  if (!answer) return noConnection(new URL(request.url));
  if (person && (answer.ok || answer.type === "opaqueredirect")) await forgetPerson(person.id);
  return answer;
};
