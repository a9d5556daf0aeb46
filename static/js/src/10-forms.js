// Forms: sent once, errors found at once, changes not lost by leaving.
document.querySelector("main:not(.components) [data-error-summary]")?.focus();

sending = (form, yes) => {
  form.dataset.sending = yes ? "yes" : "";
  if (!yes) form.querySelector("[data-long-wait]")?.remove();
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    // Not "disabled": the name of the button that was pressed has to travel with the form.
    if (yes) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
};

// Whoever waits for more than a second reads that something is being done.
const sayThatItTakesLong = (form) =>
  setTimeout(() => {
    const words = document.querySelector("[data-working]")?.dataset.working;
    if (!form.dataset.sending || !words || form.querySelector("[data-long-wait]")) return;
    const line = document.createElement("p");
    line.className = "autosave-state";
    line.dataset.longWait = "";
    line.setAttribute("role", "status");
    form.append(line);
    line.textContent = words;
  }, 1000);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  sending(form, true);
  const place = form.querySelector("[data-upload-state]");
  const withFiles = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  if (place && withFiles) say(place, "uploading");
  else sayThatItTakesLong(form);
  // A form that answers with a download leaves the page where it is.
  setTimeout(() => sending(form, false), 10000);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) sending(form, false);
});

for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => (form.dataset.changed = "yes"));
}
addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll("form[data-changed]")];
  if (unsaved.some((form) => form.dataset.changed && !form.dataset.sending)) event.preventDefault();
});

for (const input of document.querySelectorAll("input[type=file][data-list]")) {
  const list = document.getElementById(input.dataset.list);
  input.addEventListener("change", () => {
    const most = Number(input.dataset.maxBytes || Infinity);
    const size = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name} (${size.format(file.size / 1048576)} MB)`;
        if (file.size > most) {
          const trouble = document.createElement("span");
          trouble.className = "trouble";
          trouble.textContent = ` ${input.dataset.tooBig ?? ""}`;
          line.append(trouble);
        }
        return line;
      }),
    );
  });
}
