const wide = matchMedia("(min-width: 60rem)");
// Menus and dialogs close as people expect: by Escape, and by a click beside them.
const closeAll = (but) => {
  for (const menu of document.querySelectorAll("details[data-closes-itself][open]")) {
    if (menu !== but && !(menu.matches(".site-menu") && wide.matches)) menu.open = false;
  }
};
document.addEventListener("click", (event) => closeAll(event.target.closest?.("details[data-closes-itself]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-closes-itself][open]");
  closeAll();
  menu?.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("button[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  event.target.closest?.("button[data-closes]")?.closest("dialog")?.close();
});

// Where a browser cannot show the inside of a folded menu, a wide screen keeps it unfolded.
const unfoldOnWide = () => { for (const menu of document.querySelectorAll(".site-menu")) menu.open = wide.matches; };
if (!CSS.supports("selector(::details-content)")) {
  unfoldOnWide();
  wide.addEventListener("change", unfoldOnWide);
}

// Pages that belong together are on a phone one row that moves in itself: it shows the one that is open, and whole the one
// that the keyboard has reached. Never what is pressed: it would move away from under the finger.
const showInRow = (link) => {
  const row = link.closest("ul");
  const [its, seen] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  if (its.left < seen.left || its.right > seen.right) row.scrollLeft += its.left - seen.left - (seen.width - its.width) / 2;
};
document.querySelectorAll(".tabs [aria-current]").forEach(showInRow);
document.addEventListener("focusin", ({ target }) => { if (target.matches(".tabs a:focus-visible")) showInRow(target); });
