"""How the main pages look, compared with the pictures that somebody looked at and found good.

`make snapshots` takes them anew. What differs is kept in look/snapshots, beside what was expected.
"""

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from lms.config import ROOT
from tests.journeys import lived_in
from tests.journeys.lived_in import ADMIN, AUTHOR, BEGINNER, FINISHER, WAITING
from tests.journeys.shapes import Shape
from tests.journeys.window import OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.parts import books

pytestmark = pytest.mark.browser

KNOWN = Path(__file__).parent / "snapshots"
SHAPES = [Shape(390), Shape(1280, "dark")]
PAGES = {
    "components": (ADMIN, "/admin/components"),
    "front": ("", "/"),
    "sign-up": ("", "/sign-up"),
    "programme": (BEGINNER, course.PROGRAMME),
    "module": (WAITING, course.MODULE),
    "lesson": (WAITING, f"{course.MODULE}/{course.lessons()[0]}"),
    "my-learning": (WAITING, "/my"),
    "quiz": (BEGINNER, course.QUIZ),
    "assignment": (FINISHER, course.ASSIGNMENT),
    "conversation": (FINISHER, "/messages/1"),
    "notices": (FINISHER, "/notices"),
    "waiting-for-me": (AUTHOR, "/teach"),
    "account": (BEGINNER, "/account"),
}
SHRUNK = 4  # fine edges of letters are drawn a little otherwise by every version of a browser
NOTICEABLE = 20  # of 255, in one colour of one shrunk point
MOST_POINTS = 0.002  # of all that may differ noticeably
MOST_HEIGHT = 0.01
LOOKS = 5  # a page that is still being drawn is looked at once more

# What changes from day to day, and from one run to the next.
HOLD_STILL = r"""
() => {
  const changing = [
    [/\d{4}\sm\.\s\p{L}+\s\d+\sd\./gu, "2026 m. sausio 15 d."],
    [/\d{4}-\d{2}-\d{2}/g, "2026-01-15"],
    [/\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}/g,
      "15 January 2026"],
    [/\b\d{1,2}:\d{2}\b/g, "12:00"],
  ];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const [pattern, words] of changing) {
      if (pattern.test(node.data)) node.data = node.data.replace(pattern, words);
    }
  }
}
"""


@pytest.fixture(scope="module")
def untouched_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, in which no other test reads a notice or opens a work."""
    with lived_in.running(tmp_path_factory.mktemp("looked-at")) as running:
        lived_in.furnish(running)
        books(running, "UPDATE attempts SET seed = 'always the same order'")
        yield running


@pytest.mark.parametrize("name", PAGES)
def test_the_page_looks_as_it_did(
    untouched_house: House, open_window: OpenWindow, name: str, tmp_path: Path
) -> None:
    email, path = PAGES[name]
    window = open_window("lt", house=untouched_house)
    if email:
        window.sign_in(email)
    window.go(path)
    # What needs no button any more, once it is saved by itself, hides it a moment after the page is there.
    expect(window.page.locator("[data-save-button]:not([hidden])")).to_have_count(0)
    changed = [
        shape.name for shape in SHAPES if not _looks_as_known(window, shape, f"{name}-{shape.name}.webp")
    ]
    assert not changed, (
        f"{name} has changed at {changed}: compare look/snapshots with {KNOWN.relative_to(ROOT)}"
    )


def _looks_as_known(window: Window, shape: Shape, file: str) -> bool:
    if os.environ.get("SNAPSHOTS") == "renew":
        window.page.wait_for_load_state("networkidle")
        KNOWN.mkdir(exist_ok=True)
        _picture(window, shape).save(KNOWN / file, quality=80, method=6)
        return True
    with Image.open(KNOWN / file) as opened:
        known = opened.convert("RGB")
    for _look in range(LOOKS):
        seen = _picture(window, shape)
        if _is_alike(seen, known):
            return True
        window.page.wait_for_timeout(1000)
    folder = ROOT / "look/snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    seen.save(folder / file)
    known.save(folder / file.replace(".webp", ".expected.webp"))
    return False


def _picture(window: Window, shape: Shape) -> Image.Image:
    """Return the whole page in half of its size, with nothing moving and the same dates every day."""
    shape.put_on(window.page)
    window.page.evaluate(HOLD_STILL)
    window.page.mouse.move(0, 0)
    file = window.page.screenshot(full_page=True, animations="disabled", caret="hide")
    with Image.open(BytesIO(file)) as opened:
        whole = opened.convert("RGB")
    return whole.resize((whole.width // 2, whole.height // 2), Image.Resampling.BOX)


def _is_alike(seen: Image.Image, known: Image.Image) -> bool:
    if seen.width != known.width or abs(seen.height - known.height) > MOST_HEIGHT * known.height:
        return False
    size = (known.width // SHRUNK, min(seen.height, known.height) // SHRUNK)
    both = [each.crop((0, 0, size[0] * SHRUNK, size[1] * SHRUNK)).reduce(SHRUNK) for each in (seen, known)]
    channels = ImageChops.difference(both[0], both[1]).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    different = sum(most.histogram()[NOTICEABLE:])
    return different <= MOST_POINTS * size[0] * size[1]
