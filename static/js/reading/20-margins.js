// Beside the text: how many minutes are left from here, and the footnotes on wide screens.
const article = document.querySelector("article[data-lesson]");
const leftLine = document.querySelector("[data-time-left]");

if (article && leftLine) {
  const blocks = [...article.querySelectorAll(".block[data-words]")];
  const sums = [];
  let all = 0;
  for (const block of blocks) {
    sums.push(all);
    all += Number(block.dataset.words);
  }
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const tellLeft = () => {
    const edge = innerHeight * 0.4;
    const last = blocks.at(-1);
    let number = blocks.findIndex((block) => block.getBoundingClientRect().bottom > edge);
    if (last && last.getBoundingClientRect().bottom <= innerHeight) number = -1;
    const before = number < 0 ? all : sums[number];
    const minutes = Math.max(1, Math.round((article.dataset.minutes * (all - before)) / (all || 1)));
    const words = leftLine.dataset[plural.select(minutes)] ?? leftLine.dataset.other;
    leftLine.textContent = before >= all ? leftLine.dataset.end : words.replace(/\d+/, minutes);
    leftLine.hidden = false;
  };
  let asked = 0;
  const later = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(tellLeft);
  };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", later);
  addEventListener("savimoka:look", later);
  tellLeft();
}

// Where the contents are longer than the window, the present lesson is in sight.
const contents = document.querySelector(".lesson__contents");
const present = contents?.querySelector("[data-state=current]");
if (present) {
  const down = present.getBoundingClientRect().bottom - contents.getBoundingClientRect().top;
  if (down > contents.clientHeight) contents.scrollTop = down - contents.clientHeight / 2;
}

// The list at the end stays what it is, also for screen readers and on paper; what stands beside the text repeats it.
const wide = matchMedia("(min-width: 75rem)");
const margin = document.createElement("div");
margin.className = "sidenotes no-print";
margin.setAttribute("aria-hidden", "true");

const makeSidenote = (mark, number) => {
  const source = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  if (!source) return null;
  const note = document.createElement("div");
  note.className = "sidenote";
  note.append(...[...source.childNodes].map((node) => node.cloneNode(true)));
  for (const back of note.querySelectorAll("[role=doc-backlink]")) back.remove();
  for (const one of note.querySelectorAll("[id]")) one.removeAttribute("id");
  // They can be reached in the list; with the keyboard nobody should pass them twice.
  for (const link of note.querySelectorAll("a")) link.tabIndex = -1;
  const sign = document.createElement("sup");
  sign.textContent = number;
  (note.querySelector("p") ?? note).prepend(sign, " ");
  return [mark, note];
};

const placeSidenotes = (pairs) => {
  const top = article.getBoundingClientRect().top;
  let free = 0;
  for (const [mark, note] of pairs) {
    const place = mark.getBoundingClientRect();
    note.hidden = !place.height;
    if (note.hidden) continue;
    const at = Math.max(free, place.top - top - 4);
    note.style.top = `${at}px`;
    free = at + note.offsetHeight + 12;
  }
};

if (article && !article.closest(".lesson--parallel")) {
  const marks = [...article.querySelectorAll("a.footnote-mark")].filter((mark) => !mark.closest(".footnotes, .block__peek"));
  const seen = new Set();
  const once = marks.filter((mark) => !seen.has(mark.hash) && seen.add(mark.hash));
  const pairs = once.map((mark) => makeSidenote(mark, mark.textContent)).filter(Boolean);
  if (pairs.length) {
    margin.append(...pairs.map(([, note]) => note));
    article.append(margin);
    const setUp = () => { if (wide.matches) placeSidenotes(pairs); };
    wide.addEventListener("change", setUp);
    addEventListener("savimoka:look", setUp);
    new ResizeObserver(setUp).observe(article);
    document.fonts?.ready.then(setUp);
    setUp();
    // Whoever points at a mark sees which note belongs to it.
    for (const [mark, note] of pairs) {
      for (const kind of ["mouseenter", "focus"]) mark.addEventListener(kind, () => note.classList.add("is-meant"));
      for (const kind of ["mouseleave", "blur"]) mark.addEventListener(kind, () => note.classList.remove("is-meant"));
    }
  }
}
