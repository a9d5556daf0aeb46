// Pages that this device keeps for one person; the service worker holds the same lines.
const nameOfShelf = (person) => `savimoka-pages-${person}`;
const shelfOfPages = (person) => caches.open(nameOfShelf(person));
// Looks without making a shelf where there is none.
const keptPage = (person, address) => caches.match(address, { cacheName: nameOfShelf(person) });

const keepAnswer = async (shelf, address, answer) => {
  const content = await answer.blob();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set("Savimoka-Kept-At", String(Date.now()));
  headers.set("Savimoka-Size", String(content.size));
  await shelf.put(address, new Response(content, { headers }));
  return content;
};
