// Pages that this device keeps for one person; the service worker holds the same lines.
const nameOfShelf = (person) => `savimoka-pages-${person}`;
const shelfOfPages = (person) => caches.open(nameOfShelf(person));
// Looks without making a shelf where there is none.
const keptPage = (person, address) => caches.match(address, { cacheName: nameOfShelf(person) });

// With the pages goes what was written on them since; what waits stays.
const forgetShelf = async (person) => {
  await caches.delete(nameOfShelf(person));
  for (const item of await waiting.all(person)) if (item.state === "sent") await waiting.drop(item);
};

// A page knows of everything that had been sent when it was asked for.
const keepAnswer = async (shelf, address, answer, at) => {
  const content = await answer.blob();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set("Savimoka-Kept-At", String(at));
  headers.set("Savimoka-Size", String(content.size));
  await shelf.put(address, new Response(content, { headers }));
  return content;
};
