// Before a session ends its owner is asked; after it they sign in in another window and go on here with the same words.
const WARNING = 5 * 60;
const LONGEST_WAIT = 12 * 3600;
let sessionTimer = 0;

const wait = (seconds) => {
  clearTimeout(sessionTimer);
  sessionTimer = setTimeout(lookAtSession, 1000 * Math.max(1, Math.min(seconds, LONGEST_WAIT)));
};

const lookAtSession = async () => {
  let here;
  try {
    here = await askWho();
  } catch {
    return wait(60);
  }
  const left = here.reader === reader ? here.seconds_left : 0;
  if (left > WARNING) return wait(left - WARNING);
  // What is written so far is saved while it still can be.
  dispatchEvent(new Event("savimoka:save"));
  return left > 0 ? askToStay(left) : sayThatItEnded();
};

const askToStay = async (left) => {
  const dialog = document.querySelector("dialog[data-session]") ?? (await openDialog("stay-dialog"));
  const minutes = Math.max(1, Math.round(left / 60));
  dialog.querySelector("[data-minutes]").textContent = await words("minutes", { count: minutes });
  dialog.addEventListener("close", async () => {
    clearTimeout(sessionTimer);
    if (dialog.returnValue === "leave") return document.querySelector("form[data-sign-out]")?.requestSubmit();
    const token = pageToken();
    await fetch(`/${language}/here`, { method: "POST", headers: { "X-CSRF-Token": token } }).catch(() => {});
    return lookAtSession();
  });
  // If nobody answers, the words change when it has happened.
  clearTimeout(sessionTimer);
  sessionTimer = setTimeout(() => {
    const gone = dialog.cloneNode(true);
    dialog.replaceWith(gone);
    gone.remove();
    lookAtSession();
  }, 1000 * (left + 1));
};

let isOver = false;
const sayThatItEnded = async () => {
  if (isOver) return;
  isOver = true;
  const dialog = await openDialog("ended-dialog");
  dialog.addEventListener("close", () => (isOver = false));
  const comeBack = async () => {
    const here = await askWho().catch(() => null);
    if (!here?.reader) return;
    if (here.reader !== reader) {
      dialog.querySelector("[data-other]").hidden = false;
      return;
    }
    // The same person again: the forms of this page get the token of the new session.
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = here.csrf_token;
    for (const place of document.querySelectorAll("[data-csrf]")) place.dataset.csrf = here.csrf_token;
    removeEventListener("focus", comeBack);
    document.removeEventListener("visibilitychange", comeBack);
    dialog.close();
    dispatchEvent(new Event("savimoka:save"));
    wait(here.seconds_left - WARNING);
    sendWhatWaits();
  };
  addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
};

// How long it lasts is asked once a day; on a shared computer with each page, for there it is short.
const startSession = async () => {
  const known = keepsWords ? await facts.get(`session-${reader}`).catch(() => null) : null;
  const left = known && Date.now() < known.look ? (known.ends - Date.now()) / 1000 : 0;
  if (left > LONGEST_WAIT) return;
  try {
    const here = await askWho();
    if (here.reader !== reader) return;
    const seconds = here.seconds_left;
    if (keepsWords) await note("session", { ends: Date.now() + seconds * 1000, look: Date.now() + DAY });
    wait(seconds - WARNING);
  } catch {
    wait(60);
  }
};

const startSignOut = () => {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.isSentPlainly || !keepsWords) return;
      event.preventDefault();
      if (!navigator.onLine) {
        sending(form, false);
        return sayUnder(form, "form-needs");
      }
      const items = await unsentItems();
      if (items.length) {
        const dialog = await openDialog("sign-out-dialog");
        const answer = await new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue)));
        if (answer !== "leave") return sending(form, false);
      }
      await forgetPerson(reader);
      return sendNow(form);
    });
  }
};
