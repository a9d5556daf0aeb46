// Things to be put in order: up and down by buttons, and no two in one place; without scripts each has its list of places.
const startOrdering = (list) => {
  const items = () => [...list.querySelectorAll("[data-item]")];
  const placeOf = (item) => item.querySelector("select");
  const state = list.parentElement.querySelector("[data-ordering-state]");
  for (const each of list.querySelectorAll(".ordering__buttons")) each.hidden = false;

  const changed = (item) => placeOf(item).dispatchEvent(new Event("change", { bubbles: true }));
  const number = () => items().forEach((item, place) => (placeOf(item).selectedIndex = place + 1));

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("[data-item]");
    const other = button.dataset.move === "1" ? item.nextElementSibling : item.previousElementSibling;
    if (other) button.dataset.move === "1" ? other.after(item) : other.before(item);
    number();
    state.textContent = list.dataset.moved.replace("{place}", placeOf(item).selectedIndex);
    button.focus();
    changed(item);
  });
  // Who chooses a place that is taken changes places.
  list.addEventListener("focusin", (event) => event.target.matches("select") && (event.target.before = event.target.selectedIndex));
  list.addEventListener("input", (event) => {
    const select = event.target;
    if (!select.matches("select") || !select.selectedIndex) return;
    const other = items().map(placeOf).find((each) => each !== select && each.selectedIndex === select.selectedIndex);
    if (other) other.selectedIndex = items().some((item) => placeOf(item).selectedIndex === select.before) ? 0 : (select.before ?? 0);
    select.before = select.selectedIndex;
  });
};
for (const list of document.querySelectorAll("[data-ordering]")) startOrdering(list);
