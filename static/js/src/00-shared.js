// What the scripts of a page share. Every page works without them; all words that they show stand in the page.
const reader = document.querySelector("[data-reader]")?.dataset.reader ?? "";
const sharedComputer = document.querySelector("[data-shared-computer]") !== null;

// Shows the words that the page keeps for a state, with the time where they ask for it.
const say = (place, state) => {
  if (!place) return;
  const language = document.documentElement.lang === "lt" ? "lt-LT" : "en-GB";
  const time = new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  place.textContent = (place.dataset[state] ?? "").replace("{time}", time);
  place.dataset.state = { saving: "busy", uploading: "busy", saved: "fine" }[state] ?? "trouble";
};

const LONGEST_FAREWELL = 60_000;

// Sends fields in the background and tells what became of them: saved, offline, signedOut or failed.
const send = async (url, fields) => {
  try {
    const answer = await fetch(url, {
      method: "POST",
      body: fields,
      credentials: "same-origin",
      // What is sent while the page is left may not be longer; browsers refuse it altogether.
      keepalive: `${fields}`.length < LONGEST_FAREWELL,
      headers: { "X-Requested-With": "fetch" },
    });
    // A session that has ended answers with the page for signing in: nothing was saved then.
    if (answer.redirected && new URL(answer.url).pathname.endsWith("/sign-in")) return "signedOut";
    if (answer.ok) return "saved";
    return answer.status >= 500 ? "offline" : "failed";
  } catch {
    return "offline";
  }
};

// The block of a lesson that one is reading: the one that begins at the top edge of the window, as after following
// a link to it, else the first that still reaches well below that edge.
const blockInView = () => {
  const edge = Math.min(120, innerHeight * 0.2);
  const blocks = [...document.querySelectorAll("[data-block]")].map((block) => [block, block.getBoundingClientRect()]);
  const found = blocks.find(([, place]) => place.top >= 0 && place.top <= edge && place.height) ?? blocks.find(([, place]) => place.bottom > edge);
  return found?.[0].dataset.block;
};

// Whether a field no longer holds what the page came with.
const isChanged = (input) => {
  if (["radio", "checkbox"].includes(input.type)) return input.checked !== input.defaultChecked;
  if (input.tagName === "SELECT") return input.value !== ([...input.options].find((option) => option.defaultSelected) ?? input.options[0]).value;
  return input.type !== "hidden" && "defaultValue" in input && input.value !== input.defaultValue;
};

// Marks a form as being sent; what it does stands with the forms.
let sending = () => {};
