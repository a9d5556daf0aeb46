const language = document.documentElement.lang === "lt" ? "lt" : "en";
const main = document.getElementById("main");

// All words stand in the page about being without a connection, in the language of this page.
let wordsAsked;
const askWords = () => {
  wordsAsked ??= fetch(`/${language}/offline?bare=1`)
    .then((answer) => answer.text())
    .then((text) => new DOMParser().parseFromString(text, "text/html"));
  wordsAsked.catch(() => (wordsAsked = null));
  return wordsAsked;
};
const template = async (name) => {
  const found = (await askWords()).querySelector(`template[data-words="${name}"]`);
  return document.importNode(found.content, true);
};
const words = async (name, holes = {}) => {
  let text = (await template(name)).textContent.trim();
  for (const [hole, value] of Object.entries(holes)) text = text.replace(`{${hole}}`, value);
  return text;
};

const momentOf = (at) => new Intl.DateTimeFormat(language === "lt" ? "lt-LT" : "en-GB", { dateStyle: "long", timeStyle: "short" }).format(at);
const megabytes = (bytes) => new Intl.NumberFormat(language === "lt" ? "lt-LT" : "en-GB", { maximumFractionDigits: 1 }).format(bytes / 1000000);

const paragraph = (text, className) => {
  const line = document.createElement("p");
  line.className = className ?? "";
  line.textContent = text;
  return line;
};
const linkTo = (address, text) => {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = text;
  return link;
};
const openDialog = async (name) => {
  const dialog = (await template(name)).querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
};
