// The line at the top of a page that says: there is no connection, this page was kept then, so much waits to be sent.
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

// Where not even the words can be had, the page stays as it is.
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
  // The page about being without a connection says all this itself.
  if (document.querySelector("[data-offline-page]")) return;
  if (!banner.isConnected && parts.length) main?.prepend(banner);
  banner.replaceChildren(...parts);
  banner.hidden = parts.length === 0;
};
