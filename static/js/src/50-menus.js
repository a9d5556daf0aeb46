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
