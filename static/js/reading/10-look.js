// Text and colours as one likes them: the choice shows at once and is kept by the account, or on this device for visitors.
const panel = document.querySelector("dialog#look");
const root = document.documentElement;
const asData = (name) => name.replace(/_(.)/g, (_all, letter) => letter.toUpperCase());
const usual = { text_size: "normal", line_spacing: "normal", color_scheme: "system" };

const showLook = (name, value) => {
  if (value === usual[name]) delete root.dataset[asData(name)];
  else root.dataset[asData(name)] = value;
  dispatchEvent(new Event("savimoka:look"));
};

const keepLook = () => {
  const chosen = {};
  for (const name of Object.keys(usual)) chosen[name] = root.dataset[asData(name)] ?? usual[name];
  const token = document.querySelector("[data-csrf]")?.dataset.csrf;
  if (token) return send(panel.dataset.look, new URLSearchParams({ ...chosen, csrf_token: token }));
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `look=${Object.values(chosen).join(".")};path=/;max-age=31536000;samesite=lax${secure}`;
};

if (panel?.showModal) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("a[data-opens=look]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const input of panel.querySelectorAll("input")) {
      input.checked = input.value === (root.dataset[asData(input.name)] ?? usual[input.name]);
    }
    panel.showModal();
  });
  panel.addEventListener("change", (event) => {
    const place = blockInView();
    const before = document.getElementById(place)?.getBoundingClientRect().top ?? 0;
    showLook(event.target.name, event.target.value);
    // Other letters move the text; the line that one was reading stays where it was.
    if (place && scrollY > 200) scrollBy(0, document.getElementById(place).getBoundingClientRect().top - before);
    keepLook();
  });
  panel.addEventListener("click", (event) => event.target === panel && panel.close());
}

// Only the text: everything else goes away until Escape or the button; remembered on this device.
const focusButton = document.querySelector("button[data-focuses]");
const focusName = "savimoka-only-text";
const setFocusMode = (yes) => {
  root.toggleAttribute("data-only-text", yes);
  focusButton.setAttribute("aria-pressed", String(yes));
  try {
    if (yes) localStorage.setItem(focusName, "yes");
    else localStorage.removeItem(focusName);
  } catch {
    // It then holds for this page only.
  }
  dispatchEvent(new Event("savimoka:look"));
};
const isRemembered = () => {
  try {
    return localStorage.getItem(focusName) === "yes";
  } catch {
    return false;
  }
};

if (focusButton) {
  focusButton.parentElement.hidden = false;
  if (isRemembered()) setFocusMode(true);
  focusButton.addEventListener("click", () => setFocusMode(!root.hasAttribute("data-only-text")));
  document.querySelector("[data-unfocuses]").addEventListener("click", () => {
    setFocusMode(false);
    focusButton.focus({ preventScroll: true });
  });
  document.addEventListener("keydown", (event) => {
    const isForOthers = event.defaultPrevented || event.target.closest?.("dialog, form, details[open]");
    if (event.key === "Escape" && !isForOthers && root.hasAttribute("data-only-text")) setFocusMode(false);
  });
}
