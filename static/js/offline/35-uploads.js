// Large files say how far they are. What the server refuses is sent once more plainly, so that its page gives the reason.
const LARGE = 400 * 1024;

const filesOf = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
const isLarge = (form) => Boolean(reader) && form.querySelector("[data-upload-state]") !== null && filesOf(form).reduce((sum, { size }) => sum + size, 0) > LARGE;

const sendFiles = (form, button) => {
  const place = form.querySelector("[data-upload-state]");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.className = "upload-progress";
  bar.setAttribute("aria-label", place.dataset.uploading);
  say(place, "uploading");
  place.after(bar);
  const request = new XMLHttpRequest();
  const stop = () => {
    bar.remove();
    place.textContent = "";
    sending(form, false);
  };
  request.upload.onprogress = ({ loaded, total }) => (bar.value = Math.round((100 * loaded) / total));
  request.onerror = request.ontimeout = () => {
    stop();
    sayUnder(form, "upload-failed");
  };
  request.onload = async () => {
    stop();
    form.dataset.changed = "";
    if (request.status === 200 && request.response?.location) return goOn(request.response.location);
    return sendNow(form, button);
  };
  request.open("POST", form.action);
  request.responseType = "json";
  request.setRequestHeader("Idempotency-Key", newKey());
  request.setRequestHeader("Savimoka-Writer", reader);
  request.send(new FormData(form, button));
};
