"""A learner on a phone hands in a file over a line that breaks, marked text, and a link that was mistyped."""

import itertools
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.window import DESKTOP, PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.killing import WEB, Killer
from tests.live.wire import Wire

pytestmark = pytest.mark.browser

# Some ten pieces: the line is cut when a few of them have passed.
LINES = b"Eilute apie Rugiskius.\n" * 110_000
A_PIECE = re.compile(r"/uploads/\d+$")
TEXT = "# Veikėjai\n\n- **seniūnija**\n- kepykla\n\nPirmoji eilutė\nantroji eilutė"
MISTYPED, MENDED = "mano žemėlapis", "www.example.org/zemelapis"


Opener = Callable[[str], Window]


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    found = Wire(house)
    yield found
    found.close()


@pytest.fixture
def open_work(open_window: OpenWindow, wire: Wire, quiz_taker: str) -> Iterator[Opener]:
    opened: list[Window] = []

    def open_in(language: str) -> Window:
        window = open_window(language, PHONE, house=wire)  # type: ignore[arg-type]
        opened.append(window)
        window.sign_in(quiz_taker)
        window.go(course.ASSIGNMENT)
        return window

    yield open_in
    for window in opened:
        window.page.close()
        # A line that was cut is what this is about.
        window.troubles = [each for each in window.troubles if not re.search("ERR_|ask before leaving", each)]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file that stays the same on its learner's phone."""
    file = tmp_path / "planas.txt"
    file.write_bytes(LINES)
    return file


def at_piece(wire: Wire, number: int, deed: Callable[[], bool]) -> None:
    """When so many pieces have set out, do something, which tells whether the last of them may go on."""
    pieces = itertools.count(1)
    wire.lets_pass = lambda path: not A_PIECE.search(path) or next(pieces) != number or deed()


def is_handed_in(window: Window) -> None:
    receipt = window.page.locator("#receipt")
    expect(receipt).to_be_visible()
    receipt.locator("summary").first.click()
    expect(receipt.locator(".work-text h3")).to_have_text("Veikėjai")
    expect(receipt.locator(".work-text strong")).to_have_text("seniūnija")
    expect(receipt.locator("a.handed-link")).to_have_attribute("href", f"https://{MENDED}")
    expect(receipt.get_by_role("link", name="planas.txt")).to_have_count(1)


def test_a_file_goes_on_once_the_line_is_back(open_work: Opener, wire: Wire, plan: Path) -> None:
    window = open_work("lt")
    page, news = window.page, window.page.locator("[data-upload-news]")

    def cut() -> bool:
        wire.is_cut = True
        return False

    at_piece(wire, 4, cut)
    page.locator("input#files").set_input_files(plan)
    expect(news).to_have_attribute("data-state", "trouble")
    expect(news).to_contain_text("ryšys nutrūko")
    page.get_by_label("Tekstas", exact=True).fill(TEXT)
    page.locator("input#link").fill(MISTYPED)
    wire.is_cut = False
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-draft-files] a")).to_have_text("planas.txt")
    expect(news).to_contain_text("gautas")

    window.press("Preview")
    preview = page.locator("#preview")
    expect(preview.locator("li strong")).to_have_text("seniūnija")
    expect(preview).to_be_focused()
    with window.expecting(422):
        window.press("Hand in")
        expect(page.locator("#link-error")).to_contain_text("https://")
    expect(page.locator("input#link")).to_have_value(MISTYPED)
    page.locator("input#link").fill(MENDED)
    with window.expecting(409):  # what saves itself may come just after what was handed in
        window.press("Hand in")
        is_handed_in(window)


def test_at_a_desk_too_one_reads_why_a_file_was_not_taken(
    open_window: OpenWindow, quiz_taker: str, tmp_path: Path
) -> None:
    window = open_window("lt", DESKTOP)
    window.sign_in(quiz_taker)
    window.go(course.ASSIGNMENT)
    for name, content in (
        ("virus.exe", b"MZ"),
        ("žemėlapis.pdf", b"not what it says"),
        ("gerai.txt", b"Labas"),
    ):
        (tmp_path / name).write_bytes(content)
    chosen = window.page.locator("input#files")
    refused = window.page.locator("[data-upload-list] .trouble")
    with window.expecting(422):
        chosen.set_input_files([tmp_path / name for name in ("virus.exe", "žemėlapis.pdf")])
        expect(refused).to_have_count(2)
    chosen.set_input_files(tmp_path / "gerai.txt")
    expect(window.page.locator("[data-draft-files] a")).to_have_text("gerai.txt")
    # They stay, whichever was first: the answer or the next choice.
    for line, name in zip(refused.all(), ("virus.exe", "žemėlapis.pdf"), strict=True):
        expect(line).to_be_visible()
        expect(line).to_contain_text(name)


def test_the_same_file_goes_on_after_a_reload_and_a_death_of_the_server_and_the_keyboard_is_enough(
    open_work: Opener, wire: Wire, plan: Path, house: House
) -> None:
    window = open_work("en")
    page, keys = window.page, Keyboard(window)
    is_reloaded, kills = threading.Event(), []

    def wait_in_vain() -> bool:
        is_reloaded.wait()
        return False

    def kill_the_server() -> bool:
        kills.append(Killer(house, seed=20261121).kill_one_of(WEB))
        return True

    at_piece(wire, 4, wait_in_vain)
    page.locator("input#files").set_input_files(plan)
    expect(page.locator(".upload-words")).to_contain_text(re.compile(r"[1-9]\d\s?%"))
    page.reload()
    is_reloaded.set()
    expect(page.locator("[data-upload-name='planas.txt']")).to_contain_text("has arrived")
    at_piece(wire, 3, kill_the_server)
    page.locator("input#files").set_input_files(plan)
    arrived = page.locator("[data-draft-files] a")
    expect(arrived).to_have_text("planas.txt")
    assert page.request.get(str(arrived.evaluate("link => link.href"))).body() == LINES
    expect(page.locator("[data-upload-name]")).to_have_count(0)
    assert kills == [True]
    begun = [path for path in wire.posts if path.endswith("/uploads")]
    pieces = [path for path in wire.posts if A_PIECE.search(path)]
    assert len(begun) == 2 and len(pieces) <= 13, "what had arrived was not sent again"

    page.get_by_label("Text", exact=True).fill(TEXT)
    keys.write_into(page.locator("input#link"), MENDED)
    keys.press("Preview")
    expect(page.locator("#preview li strong")).to_have_text("seniūnija")
    with window.expecting(409):
        keys.press("Hand in")
        is_handed_in(window)


def test_a_long_text_is_saved_by_itself(open_work: Opener) -> None:
    """Browsers refuse long things that are sent as if the page were being left."""
    window = open_work("lt")
    words = ("Žmonės ąžuolų šešėlyje. " * 3_000).strip()
    window.page.locator("textarea[name=text]").fill(words)
    expect(window.page.locator("[data-autosave-state]").first).to_contain_text("Įrašyta")
    window.page.reload()
    expect(window.page.locator("textarea[name=text]")).to_have_value(words)
