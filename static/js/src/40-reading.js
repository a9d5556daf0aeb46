// The lesson: the place is kept, the other language opens beside a block. Reading is never marked by scrolling.
const lesson = document.querySelector("[data-place-url]");
if (lesson && "IntersectionObserver" in window) {
  let told = "";
  let timer = 0;
  let lastAt = 0;
  const tell = () => {
    const block = blockInView();
    if (!block || block === told) return;
    told = block;
    lastAt = Date.now();
    send(lesson.dataset.placeUrl, new URLSearchParams({ block, csrf_token: lesson.dataset.csrf ?? "" }));
  };
  const observer = new IntersectionObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(2500, 10000 - (Date.now() - lastAt)));
  });
  lesson.querySelectorAll("[data-block]").forEach((block) => observer.observe(block));
  document.addEventListener("visibilitychange", () => document.hidden && scrollY > 200 && tell());
}

// What is wider than its column scrolls in itself; the keyboard has to reach it too.
for (const wide of document.querySelectorAll(".prose pre, .prose table")) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}

// The language is switched at the top of the page, so the place where one was reading before going up there is
// remembered. Who stays at the top for a while reads there.
let placeRead = "";
let placeTimer = 0;
addEventListener("scroll", () => {
  const down = scrollY > 200;
  clearTimeout(placeTimer);
  placeTimer = setTimeout(() => (placeRead = down ? blockInView() : ""), down ? 600 : 15000);
}, { passive: true });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-keeps-place]");
  const block = link && (scrollY > 200 ? blockInView() : placeRead);
  if (block) link.hash = block;
});

for (const button of document.querySelectorAll("button[data-peek-url]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const place = document.getElementById(button.getAttribute("aria-controls"));
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    place.hidden = !open;
    if (!open || place.dataset.filled) return;
    try {
      const answer = await fetch(button.dataset.peekUrl, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(answer.status);
      // The fragment comes from our own server and was made safe when it was published.
      place.innerHTML = await answer.text();
      place.dataset.filled = "yes";
    } catch {
      place.textContent = button.dataset.peekFailed ?? "";
    }
  });
}

// Without a mouse, or without room above a block, a touch on it shows what can be done with it; another puts it away.
document.querySelector("article[data-lesson]")?.addEventListener("click", (event) => {
  const isBusy = event.target.closest("a, button, summary, input, label") || !getSelection().isCollapsed;
  if (isBusy || !matchMedia("(hover: none), (pointer: coarse), (max-width: 40rem)").matches) return;
  const block = event.target.closest(".block");
  for (const other of document.querySelectorAll(".block.is-touched")) {
    if (other !== block) other.classList.remove("is-touched");
  }
  if (block?.querySelector(".block__tools")) block.classList.toggle("is-touched");
});
