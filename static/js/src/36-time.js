// How much time is left for a quiz: [data-quiz-time]. Counted in whole minutes, and said aloud only twice and at the end.
const timed = document.querySelector("[data-quiz-time]");
if (timed) {
  const { endsAt, now, left, last, over, five, one } = timed.dataset;
  // The clock of this device may be wrong: only how long ago the page was made is taken from it. A kept page is older.
  const made = Number(document.documentElement.dataset.keptAt ?? 0) || Date.now();
  const end = made + Date.parse(endsAt) - Date.parse(now);
  const shown = timed.querySelector("[data-time-left]");
  const said = timed.querySelector("[data-time-said]");
  let before = Infinity;
  const handIn = () => {
    const form = document.querySelector("form[data-hands-in]:last-of-type") ?? document.querySelector("form[data-hands-in]");
    const anyway = Object.assign(document.createElement("input"), { type: "hidden", name: "anyway", value: "1" });
    form.append(anyway);
    form.requestSubmit(form.querySelector("button[name='hand-in']"));
  };
  const tell = () => {
    const seconds = Math.max(0, (end - Date.now()) / 1000);
    shown.textContent = seconds >= 60 ? left.replace("{minutes}", Math.ceil(seconds / 60)) : seconds > 0 ? last : over;
    for (const [mark, words] of [[300, five], [60, one], [0, over]]) {
      if (before > mark && seconds <= mark && (before < Infinity || mark === 0)) said.textContent = words;
    }
    before = seconds;
    if (seconds === 0) return handIn();
    // Wakes when the next minute is full, or at the end.
    setTimeout(tell, Math.min(seconds, seconds % 60 || 60) * 1000 + 50);
  };
  tell();
}
