// The preview of a draft comes into the page that it is written on: [data-preview].
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
