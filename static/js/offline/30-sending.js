const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);

// Forms that may wait: form[data-offline="what it is"]. They are kept first, then sent; the answer says where to go on.
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
  // Who cannot wait for the answer can go on all the same.
  const way = form.inert && form.querySelector("[data-offline-way]");
  if (way) line.append(" ", linkTo(way.dataset.offlineWay, way.textContent.trim()));
};

const goOn = (address) => {
  const to = new URL(address, location.href);
  if (to.pathname + to.search !== location.pathname + location.search) return location.assign(to);
  // The same page, now with the outcome in it: it has to be fetched anew and to open at its place.
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
  // A field for files in which nothing was chosen would travel as words.
  const typed = [...new FormData(form, button)].filter(([, value]) => typeof value === "string");
  const fields = new URLSearchParams(typed);
  fields.delete("csrf_token");
  const address = new URL(button?.getAttribute("formaction") || form.action, location.href);
  const outcome = await keepAndSend({ kind: "form", name: form.dataset.offline, url: address.pathname + address.search, fields: fields.toString() });
  form.dataset.changed = "";
  if (outcome.state === "sent") return goOn(outcome.location ?? location.href);
  const isFree = ["refused", "conflict"].includes(outcome.state) || (outcome.state === "signedOut" && !outcome.someoneElse);
  if (isFree || outcome.isOnlyHere) {
    // The page that answers says why, and what was typed is in it.
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
    // Nothing is sent into the void: the words stay in the page.
    keepHere();
    sending(form, false);
    sayUnder(form, "form-needs");
  }
};

// What was done without a connection does not ask to be done again while it waits.
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
    // Without it the queue is sent when a page is open again.
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
