"""What makes a page open to everybody: axe, nothing sideways, one heading, its language, a visible focus."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from tests.journeys.shapes import DESK_BY_DAY, PAIRS, Shape
from tests.journeys.window import Window

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Colours and sizes depend on the shape, the rest of a page does not.
BY_SHAPE = ["color-contrast", "target-size"]
MOST_STOPS = 200  # of the Tab key on one page
TALLEST = 9_000  # of a picture, in pixels: a glossary in large letters is as long as a street

LOOK = """
() => ({
  language: document.documentElement.lang,
  title: document.title,
  headings: document.querySelectorAll("h1").length,
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  wide: [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter((one) => !one.parentElement.closest(".table-scroll"))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 80)),
  moving: document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 10).length,
})
"""
SIZE = "() => [document.documentElement.clientWidth, document.documentElement.scrollHeight]"
UNFOLD = """
async () => {
  document.querySelectorAll("main details").forEach((one) => (one.open = true));
  // What lies within another begins to unfold a frame later.
  for (const round of [1, 2]) {
    for (const one of document.getAnimations()) {
      if (one.effect.getComputedTiming().iterations < Infinity) one.finish();
    }
    await new Promise(requestAnimationFrame);
  }
}
"""
RUN_AXE = """
async (options) => {
  // Only what plays by itself has to be fetched anew to be judged.
  options.preload = document.querySelector("audio, video") !== null;
  const said = (node) => {
    const [one] = node.any.concat(node.all);
    const others = (one?.relatedNodes ?? []).map(({ html }) => html.slice(0, 80));
    return [one?.message ?? "", ...others].join(" | ");
  };
  const rules = (await axe.run(document, options)).violations;
  return rules.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.impact} ${rule.id}: ${node.target.join(" ")} ${said(node)}`));
}
"""
# Where the focus is after a press of Tab: whether it shows, and whether something lies over it.
FOCUS = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const label = one.matches("input[type=radio], input[type=checkbox], input[type=file]") && one.labels?.[0];
  const rings = [getComputedStyle(one, "::after"), style, ...(label ? [getComputedStyle(label)] : [])];
  const box = one.getBoundingClientRect();
  const inside = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one) || (label && label.contains(top)));
  };
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const above = Math.max(box.top, 0), below = Math.min(box.bottom, innerHeight);
  const places = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) =>
    [left + (right - left) * x, above + (below - above) * y]));
  return {
    what: one.outerHTML.slice(0, 90),
    shows: rings.some((ring) => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) > 0)
      || style.boxShadow !== "none",
    isSeen: right > left && below > above && places.some(([x, y]) => inside(x, y)),
    stop: (one.dataset.stop ??= String(Math.random())),
  };
}
"""


def troubles_of(window: Window, number: int, *, is_known: bool = False) -> list[str]:
    """Look at the open page in two shapes; return what would keep somebody out.

    Of a page that is known in its other language only what depends on the shape is judged.
    """
    return troubles_in(window, PAIRS[(number + (window.language == "en")) % len(PAIRS)], is_known=is_known)


def troubles_in(
    window: Window, shapes: Iterable[Shape], picture: str | None = None, *, is_known: bool = False
) -> list[str]:
    """Look at the open page in these shapes; keep pictures under a name with {shape} in it."""
    found = []
    window.page.wait_for_load_state()  # what is still coming would be judged without its end
    window.page.evaluate(UNFOLD)
    _bring_axe(window)
    for place, shape in enumerate(shapes):
        shape.put_on(window.page)
        seen = _look(window, shape) + _axe(window, shape, whole=not (place or is_known))
        found += [f"{shape.name}: {line}" for line in seen]
        if picture:
            _take_picture(window, picture.format(shape=shape.name))
    DESK_BY_DAY.put_on(window.page)  # whoever goes on from here has buttons to press, not paper
    return [f"{window.page.url}: {line}" for line in found]


def _take_picture(window: Window, path: str) -> None:
    width, height = window.page.evaluate(SIZE)
    part: Any = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    window.page.screenshot(path=path, full_page=True, clip=part, animations="disabled")


def hidden_focus(window: Window, shape: Shape) -> list[str]:
    """Go through the open page by the Tab key; return where the focus cannot be seen."""
    shape.put_on(window.page)
    found, stops = [], set()
    window.page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    for _press in range(MOST_STOPS):
        window.page.keyboard.press("Tab")
        focus = window.page.evaluate(FOCUS)
        for _again in range(3):
            if not focus or focus["isSeen"]:
                break
            # A list that a script has just filled may have pushed it away: whoever comes back must see it.
            window.page.keyboard.press("Shift+Tab")
            window.page.keyboard.press("Tab")
            focus = window.page.evaluate(FOCUS)
        if focus is None or focus["stop"] in stops:
            break
        stops.add(focus["stop"])
        if not focus["shows"]:
            found.append(f"focus does not show: {focus['what']}")
        if not focus["isSeen"]:
            found.append(f"focus is hidden: {focus['what']}")
    if not stops:
        found.append("nothing can be reached by the keyboard")
    return [f"{window.page.url}: {shape.name}: {line}" for line in found]


def title_of(window: Window) -> str:
    """Return the title of the open page."""
    return str(window.page.title())


def _look(window: Window, shape: Shape) -> list[str]:
    seen = window.page.evaluate(LOOK)
    found = []
    if seen["language"] != window.language:
        found.append(f"the page says that it is in “{seen['language']}”")
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} main headings")
    if not seen["title"]:
        found.append("no title")
    if seen["sideways"] > 0:
        found.append(f"scrolls sideways by {seen['sideways']} px: {seen['wide']}")
    if shape.has_less_motion and seen["moving"]:
        found.append(f"{seen['moving']} things move")
    return found


def _axe(window: Window, shape: Shape, *, whole: bool) -> list[str]:
    page = window.page
    # Where the reader's own colours are forced, ours cannot be judged; nobody taps on paper.
    unfit = {"color-contrast": shape.has_forced_colours, "target-size": shape.is_paper}
    chosen: dict[str, Any] = {"type": "rule", "values": [rule for rule in BY_SHAPE if not unfit[rule]]}
    if whole:
        chosen = {"type": "tag", "values": WCAG}
    rules = {rule: {"enabled": not is_unfit} for rule, is_unfit in unfit.items()}
    # What lies in frames are letters, which other tests read.
    options = {"runOnly": chosen, "rules": rules, "resultTypes": ["violations"], "iframes": False}
    found: list[str] = page.evaluate(RUN_AXE, options)
    if found:
        # What unfolds while axe measures lies over other things; what is wrong is wrong a second later too.
        page.wait_for_timeout(1000)
        page.evaluate(UNFOLD)
        found = page.evaluate(RUN_AXE, options)
    return found


def _bring_axe(window: Window) -> None:
    # Half of what it costs when the page itself has to make a script of half a megabyte out of words.
    devtools = window.page.context.new_cdp_session(window.page)
    devtools.send("Runtime.evaluate", {"expression": _axe_source()})
    devtools.detach()


@cache
def _axe_source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
