// Terms of the glossary: a first touch shows what a term means, a second one goes to the glossary; Esc and a touch
// elsewhere close. With a mouse or the keyboard the meaning is there by style alone.
const openTerm = () => document.querySelector(".term.is-open");
document.addEventListener("click", (event) => {
  const word = event.target.closest?.(".term-word");
  const term = word?.parentElement;
  const before = openTerm();
  if (word && event.pointerType === "touch" && before !== term) {
    event.preventDefault();
    term.classList.remove("is-closed");
    term.classList.add("is-open");
  }
  if (before && before !== term && !event.target.closest?.(".term-meaning")) before.classList.remove("is-open");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(.is-open, :hover, :focus-within)")) {
    term.classList.remove("is-open");
    term.classList.add("is-closed");
  }
});
for (const left of ["pointerout", "focusout"]) {
  document.addEventListener(left, (event) => {
    const term = event.target.closest?.(".term");
    if (term && !term.contains(event.relatedTarget)) term.classList.remove("is-closed");
  });
}
