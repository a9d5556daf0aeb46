// The page about being without a connection: what can be read, what waits, what is kept.
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
// The page of a module itself: the heading above its lessons leads there.
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
  // Whoever has just pressed it keeps the focus there.
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
    // Only once: what its reader chooses here is not set back.
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
