// What was done is told at the head of a page; where an address leads further down, it is told there, so that it is seen.
const toldHere = () => {
  const told = document.querySelector("[data-flashes]:has(.flash)");
  const place = document.getElementById(location.hash.slice(1));
  if (!told || !place || told.contains(place)) return;
  if (place.matches("section")) place.prepend(told);
  else (place.closest("ul, ol, table") ?? place).before(told);
  told.scrollIntoView();
};
toldHere();
