export const start = ({ reader, askWho, filesOf, pageToken, readJson, sayUnder, texts }) => {
class Refused extends Error {}
class SignedOut extends Error {}
const PATIENCE = [2, 4, 8, 15, 30];
const postPiece = async (access, url, body) => {
const ask = () =>
fetch(url, {
method: "POST",
body,
credentials: "same-origin",
signal: AbortSignal.timeout?.(60000),
headers: { "X-CSRF-Token": access.token, "X-Requested-With": "fetch" },
});
const isSignIn = (answer) => answer.status === 401 || (answer.redirected && new URL(answer.url).pathname.endsWith("/sign-in"));
let answer = await ask();
if (answer.status === 400 || isSignIn(answer)) {
const here = await askWho();
if (here.reader !== reader) throw new SignedOut();
access.token = here.csrf_token;
answer = await ask();
}
if (isSignIn(answer)) throw new SignedOut();
const said = await readJson(answer);
if (answer.ok) return said;
if (answer.status >= 500 && answer.status !== 507) throw new Error(answer.status);
throw new Refused(said.reason ?? "");
};
const sumOf = async (file) => {
if (!crypto.subtle) return "";
const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
const untilBetter = (job) =>
new Promise((resolve) => {
const go = () => {
clearTimeout(timer);
removeEventListener("online", go);
resolve();
};
const timer = setTimeout(go, 1000 * PATIENCE[Math.min(job.troubles++, PATIENCE.length - 1)]);
addEventListener("online", go);
job.wake = go;
});
const startUploads = (place) => {
const form = place.closest("form");
const list = place.querySelector("[data-upload-list]");
const news = place.querySelector("[data-upload-news]");
const access = { token: pageToken() };
const running = new Set();
let order = Promise.resolve();
let pressed = null;
const percent = (part) => new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(part);
const wordsOf = (state, job) =>
(place.dataset[state] ?? "").replace("{name}", () => job.file.name).replace("{percent}", () => percent(job.received / job.file.size));
const announce = (text, isTrouble) => {
news.textContent = text;
news.dataset.state = isTrouble ? "trouble" : "fine";
};
const showProgress = (job) => {
job.words.textContent = wordsOf("arriving", job);
job.bar.value = Math.floor((100 * job.received) / job.file.size);
const quarter = Math.floor((4 * job.received) / job.file.size);
if (quarter > job.quarter && quarter < 4) announce(wordsOf("arriving", job));
job.quarter = quarter;
};
const addLine = (job) => {
const line = document.createElement("li");
const words = document.createElement("span");
const bar = document.createElement("progress");
bar.max = 100;
bar.value = 0;
bar.className = "upload-progress";
bar.setAttribute("aria-label", job.file.name);
const button = document.createElement("button");
button.type = "button";
button.className = "ds-button";
button.dataset.variant = "tertiary";
button.textContent = place.dataset.cancel;
button.setAttribute("aria-label", wordsOf("cancelName", job));
button.addEventListener("click", () => cancel(job));
words.className = "upload-words";
words.textContent = job.file.name;
line.append(words, bar, button);
list.append(line);
Object.assign(job, { line, words, bar });
};
const leaveLine = (job) => {
const hadFocus = job.line.contains(document.activeElement);
job.line.remove();
if (hadFocus) job.input.focus();
};
const endWith = (job, reason) => {
job.bar.remove();
job.line.querySelector("button")?.remove();
job.words.textContent = reason;
job.words.className = "trouble";
job.words.dataset.name = job.file.name;
job.isRefused = true;
announce(reason, true);
};
const forgetLinesOf = (name) => {
for (const line of form.querySelectorAll("[data-upload-name]")) if (line.dataset.uploadName === name) line.remove();
};
const cancel = async (job) => {
job.isCancelled = true;
job.wake?.();
leaveLine(job);
announce(wordsOf("cancelled", job));
pressed = null;
try {
if (job.doors) await postPiece(access, job.doors.cancel);
} catch {
}
};
const bring = async (job) => {
const { file } = job;
if (!job.doors) {
const modified = String(file.lastModified);
job.doors = await postPiece(access, place.dataset.uploads, new URLSearchParams({ name: file.name, size: file.size, modified }));
job.received = job.doors.received;
job.quarter = Math.floor((4 * job.received) / file.size);
announce(wordsOf(job.received ? "resumed" : "begun", job));
}
while (job.received < file.size && !job.isCancelled) {
showProgress(job);
const before = job.received;
const said = await postPiece(access, `${job.doors.piece}?from=${before}`, file.slice(before, before + job.doors.bytes));
job.received = said.received;
job.troubles = job.received > before ? 0 : job.troubles + 1;
if (job.troubles > PATIENCE.length) throw new Refused();
}
if (job.isCancelled) return;
showProgress(job);
const said = await postPiece(access, job.doors.finish, new URLSearchParams({ sha256: await sumOf(file) }));
if (said.refused) throw new Refused(said.refused);
form.querySelector("[data-draft-files]").innerHTML = said.files;
forgetLinesOf(file.name);
leaveLine(job);
announce(wordsOf("arrived", job));
};
const run = async (job) => {
while (!job.isCancelled) {
try {
return await bring(job);
} catch (trouble) {
if (job.isCancelled) return undefined;
if (trouble instanceof Refused) return endWith(job, trouble.message || wordsOf("failed", job));
job.words.textContent = wordsOf(trouble instanceof SignedOut ? "signedOut" : "waiting", job);
announce(job.words.textContent, true);
await untilBetter(job);
}
}
return undefined;
};
const take = (file, input) => {
for (const words of list.querySelectorAll(".trouble")) if (words.dataset.name === file.name) words.parentElement.remove();
const job = { file, input, received: 0, quarter: 0, troubles: 0 };
addLine(job);
if (file.size > Number(place.dataset.maxBytes)) return endWith(job, wordsOf("tooBig", job));
running.add(job);
order = order.then(() => run(job)).finally(() => {
running.delete(job);
if (job.isRefused) pressed = null;
else if (!running.size && pressed) form.requestSubmit(pressed);
});
return undefined;
};
for (const input of place.querySelectorAll("input[type=file]")) {
const takeAll = () => {
for (const file of [...input.files]) take(file, input);
input.value = "";
};
input.addEventListener("change", takeAll);
if (input.files.length) takeAll();
}
document.addEventListener(
"submit",
(event) => {
if (event.target !== form || !running.size || event.submitter?.name === "preview") return;
event.preventDefault();
event.stopImmediatePropagation();
pressed = event.submitter;
announce(place.dataset.before);
},
true,
);
addEventListener("beforeunload", (event) => running.size && event.preventDefault());
};
const startPreview = (place) => {
const form = document.getElementById("work");
const show = async () => {
const fields = texts(form);
fields.set("preview", "1");
const access = { token: pageToken() };
try {
const said = await postPiece(access, form.action, fields);
place.innerHTML = said.html;
place.focus();
place.scrollIntoView();
} catch (trouble) {
if (!(trouble instanceof Refused)) return sayUnder(form, "form-needs");
place.textContent = trouble.message;
place.focus();
}
return undefined;
};
document.addEventListener(
"submit",
(event) => {
if (event.target !== form || event.submitter?.name !== "preview" || filesOf(form).length) return;
event.preventDefault();
event.stopImmediatePropagation();
show();
},
true,
);
};
for (const place of document.querySelectorAll("[data-uploads]")) startUploads(place);
for (const place of document.querySelectorAll("[data-preview]")) startPreview(place);
};
