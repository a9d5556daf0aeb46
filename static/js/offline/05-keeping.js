// Loaded by the pages' own script, which gives these along.
let reader = "";
let sharedComputer = false;
let say = () => {};
let sending = () => {};
let isChanged = () => false;

// Words are first kept on this device and then sent; never kept on a shared computer, or where the device keeps nothing.
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
    // The device has no room or does not allow it: the page itself still holds the words.
  }
  return { ...whole, key: newKey(), isOnlyHere: true };
};

const keepAndSend = async (item) => {
  const kept = await keep(item);
  if (kept.isOnlyHere) return { ...(await sendOne(kept, { token: pageToken() })), isOnlyHere: true };
  const outcomes = await sendAll(reader, pageToken());
  if (outcomes.has(kept.key)) return outcomes.get(kept.key);
  // Another window may have sent it just before; or something older has to be sent first.
  const still = (await waiting.list(reader)).find((one) => one.key === kept.key);
  return still ? { state: still.state === "waiting" ? "offline" : still.state, item: still } : { state: "sent" };
};

// What was written last in this place: it waits, or the page was kept before it was sent.
const findWritten = async (slot) => {
  try {
    const item = keepsWords ? await waiting.find(reader, slot) : undefined;
    return item?.state !== "sent" || (keptAt && item.at >= keptAt) ? item : undefined;
  } catch {
    return undefined;
  }
};

// What the page says of an outcome.
const stateWord = { sent: "saved", offline: sharedComputer ? "offlineShared" : "offline", signedOut: "signedOut", conflict: "newer", refused: "failed" };
