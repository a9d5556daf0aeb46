export const start = (given) => {
  ({ reader, sharedComputer, say, sending, isChanged } = given);
  keepsWords = Boolean(reader) && !sharedComputer && "indexedDB" in window;
  for (const form of document.querySelectorAll("form[data-autosave]")) startAutosave(form);
  for (const form of document.querySelectorAll("form[data-save-answer]")) startAnswers(form);
  startAssignment();
  forgetWhatWasSent();
  document.addEventListener("submit", onSubmit);
  startSignOut();
  whenIdle(startRest);
};

// What only the page of an assignment needs is loaded there: files in pieces, the preview.
const startAssignment = async () => {
  if (!document.querySelector("[data-uploads], [data-preview]")) return;
  try {
    const { start } = await import("./assignment.js?v=ASSIGNMENT_SUM");
    start({ reader, askWho, filesOf, pageToken, readJson, sayUnder, texts });
  } catch {
    // Without it files are sent with the form, and the preview comes as a page.
  }
};

const whenIdle = (deed) => ("requestIdleCallback" in window ? requestIdleCallback(deed, { timeout: 2000 }) : setTimeout(deed, 500));

const startRest = async () => {
  const isMember = Boolean(reader);
  history.scrollRestoration = "auto";
  if (sharedComputer) await emptyDevice();
  else if (!reader && "indexedDB" in window) {
    // The page that is shown where there is no connection knows its reader from the device.
    const person = await facts.get("person").catch(() => null);
    reader = person?.id ?? "";
    keepsWords = Boolean(reader);
  }
  addEventListener("online", sendWhatWaits);
  addEventListener("offline", showBanner);
  startPage();
  if (keepsWords) await startKeeping();
  await showBanner();
  await fillPage();
  if (isMember && !keptAt) startSession();
};

// Nothing waits longer than a month, and what was sent is remembered only while its page is kept as it was before.
const sweep = async () => {
  for (const item of await waiting.all(reader)) {
    const isKnown = item.state !== "sent" || keptAt || (await keptPage(reader, item.page))?.headers.get("Savimoka-Kept-At") <= item.at;
    if (!isKnown || Date.now() - item.at > 30 * DAY) await waiting.drop(item);
  }
};

const startKeeping = async () => {
  const before = await facts.get("person");
  if (before?.id !== reader) {
    if (before) await forgetShelf(before.id);
    await facts.put("person", { id: reader });
  }
  await sweep().catch(() => {});
  await markFormsThatWait().catch(() => {});
  const changes = new BroadcastChannel("savimoka");
  changes.onmessage = () => {
    showBanner();
    fillPage();
  };
  document.addEventListener("visibilitychange", () => document.hidden || sendWhatWaits());
  sendWhatWaits();
  keepUntilAllIsHere().then(fillPage);
};
