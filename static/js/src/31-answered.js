// How many questions of an open quiz have an answer, kept true while they are answered.
const answeredPlaces = document.querySelectorAll("[data-answered]");
const countAnswered = () => {
  const groups = [...document.querySelectorAll("[data-question]")];
  const done = groups.filter((group) => [...group.querySelectorAll("[name=answer]:not([type=hidden])")].some((input) =>
    ["radio", "checkbox"].includes(input.type) ? input.checked : input.value.trim())).length;
  for (const place of answeredPlaces) {
    place.textContent = place.dataset.words.replace("{done}", done);
    const bar = place.parentElement.querySelector("progress");
    if (bar) bar.value = done;
  }
};
if (answeredPlaces.length) {
  document.addEventListener("change", countAnswered);
  document.addEventListener("input", countAnswered);
}
