"""What makes a page open to everybody: axe, no sideways scrolling, one heading, its language."""

from functools import cache
from importlib.resources import files
from typing import Any

from tests.journeys.window import Window

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The narrowest phone by day and a desk at night; for every other page the other way round.
SHAPES = ((320, "light"), (1280, "dark")), ((320, "dark"), (1280, "light"))
# Colours and sizes depend on the shape, the rest of a page does not.
BY_SHAPE = ["color-contrast", "target-size"]

LOOK = """
() => ({
  language: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
  sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  wide: [...document.querySelectorAll("main *")]
    .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((one) => one.outerHTML.slice(0, 80)),
})
"""
UNFOLD = "() => document.querySelectorAll('main details').forEach((one) => (one.open = true))"
RUN_AXE = """
async (options) => {
  const said = (node) => node.any.concat(node.all).map((one) => one.message)[0] ?? "";
  const rules = (await axe.run(document, options)).violations;
  return rules.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.impact} ${rule.id}: ${node.target.join(" ")} ${said(node)}`));
}
"""


def troubles_of(window: Window, number: int) -> list[str]:
    """Look at the open page in two shapes; return what would keep somebody out."""
    found = []
    for place, (width, scheme) in enumerate(SHAPES[number % 2]):
        window.page.emulate_media(color_scheme=scheme)
        window.page.set_viewport_size({"width": width, "height": 740})
        found += [f"{width} px {scheme}: {line}" for line in _look(window) + _axe(window, is_first=not place)]
    return [f"{window.page.url}: {line}" for line in found]


def _look(window: Window) -> list[str]:
    seen = window.page.evaluate(LOOK)
    found = []
    if seen["language"] != window.language:
        found.append(f"the page says that it is in “{seen['language']}”")
    if seen["headings"] != 1:
        found.append(f"{seen['headings']} main headings")
    if seen["sideways"] > 0:
        found.append(f"scrolls sideways by {seen['sideways']} px: {seen['wide']}")
    return found


def _axe(window: Window, *, is_first: bool) -> list[str]:
    page = window.page
    chosen: dict[str, Any] = {"type": "rule", "values": BY_SHAPE}
    if is_first:
        page.evaluate(UNFOLD)
        page.evaluate(_axe_source())
        chosen = {"type": "tag", "values": WCAG}
    return list(page.evaluate(RUN_AXE, {"runOnly": chosen, "resultTypes": ["violations"]}))


@cache
def _axe_source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
