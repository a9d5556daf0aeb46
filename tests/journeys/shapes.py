"""In how many ways a page is looked at: widths, colours, sizes of text, and paper."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# Settled when the scripts of the page have heard of it too, which they do before the second frame.
BIGGER_TEXT = """
async (percent) => {
  document.documentElement.style.fontSize = percent ? `${percent}%` : "";
  for (const frame of [1, 2]) await new Promise(requestAnimationFrame);
}
"""


@dataclass(frozen=True)
class Shape:
    """One way of looking: a window's width and height, and what its owner has chosen."""

    width: int
    scheme: str = "light"
    height: int = 800
    has_forced_colours: bool = False
    has_less_motion: bool = False
    text_percent: int = 100
    is_paper: bool = False

    @property
    def name(self) -> str:
        """Return what the shape is called in reports and in the names of pictures."""
        chosen = {
            "forced": self.has_forced_colours,
            "still": self.has_less_motion,
            f"text{self.text_percent}": self.text_percent != 100,
            "zoom400": self.height < 400,
            "paper": self.is_paper,
        }
        return "-".join([str(self.width), self.scheme, *(word for word, is_so in chosen.items() if is_so)])

    def put_on(self, page: Page) -> None:
        """Let the page be seen so."""
        media: dict[str, Any] = {
            "color_scheme": self.scheme,
            "forced_colors": "active" if self.has_forced_colours else "none",
            "reduced_motion": "reduce" if self.has_less_motion else "no-preference",
            "media": "print" if self.is_paper else "screen",
        }
        page.emulate_media(**media)
        page.set_viewport_size({"width": self.width, "height": self.height})
        page.evaluate(BIGGER_TEXT, None if self.text_percent == 100 else self.text_percent)


PHONE_BY_DAY, PHONE_BY_NIGHT = Shape(320), Shape(320, "dark")
DESK_BY_DAY, DESK_BY_NIGHT = Shape(1440), Shape(1440, "dark")
ZOOMED = Shape(320, height=256)  # a window of 1280 × 1024 at 400 %
PAPER = Shape(794, height=1123, is_paper=True)  # A4 at 96 dots to the inch
ALL = [
    *(PHONE_BY_DAY, PHONE_BY_NIGHT),
    *(Shape(390), Shape(390, "dark")),
    *(Shape(768), Shape(768, "dark")),
    *(DESK_BY_DAY, DESK_BY_NIGHT),
    *(Shape(390, has_forced_colours=True), Shape(1440, "dark", has_forced_colours=True)),
    *(Shape(390, text_percent=200), Shape(1440, text_percent=200)),
    *(ZOOMED, Shape(768, has_less_motion=True), PAPER),
]
# What every run of the tests sees: each page in one pair, in the other language in the next.
PAIRS = [
    (PHONE_BY_DAY, DESK_BY_NIGHT),
    (PHONE_BY_NIGHT, Shape(768)),
    (Shape(390, "dark"), DESK_BY_DAY),
    (Shape(390, text_percent=200), Shape(768, "dark")),
    (Shape(390, has_forced_colours=True), Shape(1440, text_percent=200)),
    (ZOOMED, PAPER),
    (Shape(768, has_less_motion=True), Shape(390)),
]
