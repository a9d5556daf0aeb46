// Switching the language keeps what was typed: it goes along in this tab only, to this page only, and once.
const typedName = "savimoka:typed";
const withoutLanguage = (path) => path.replace(/^\/(lt|en)(?=\/)/, "");
const typedForms = () => [...document.querySelectorAll("main form[method=post]")];
const isTyped = (input) => input.name && !["hidden", "file", "password", "submit", "button"].includes(input.type);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-keeps-place]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const forms = typedForms().map((form) => {
    form.dataset.changed = "";
    return [...form.elements].filter(isTyped).map((input) => [input.name, input.value, Boolean(input.checked)]);
  });
  try {
    sessionStorage.setItem(typedName, JSON.stringify({ page: withoutLanguage(location.pathname), forms }));
  } catch {
    return;
  }
});

const takeTyped = () => {
  try {
    const typed = JSON.parse(sessionStorage.getItem(typedName));
    sessionStorage.removeItem(typedName);
    return typed?.page === withoutLanguage(location.pathname) ? typed.forms : [];
  } catch {
    return [];
  }
};

takeTyped().forEach((fields, number) => {
  const inputs = [...(typedForms()[number]?.elements ?? [])].filter(isTyped);
  fields.forEach(([name, value, checked], place) => {
    const input = inputs[place];
    const isChoice = ["radio", "checkbox"].includes(input?.type);
    if (input?.name !== name || (isChoice ? input.value !== value || input.checked === checked : input.value === value)) return;
    if (isChoice) input.checked = checked;
    else input.value = value;
    if (!isChoice || checked) input.dispatchEvent(new Event(isChoice ? "change" : "input", { bubbles: true }));
  });
});
