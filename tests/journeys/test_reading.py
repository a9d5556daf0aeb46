"""Reading as one likes: text and colours, only the text, two languages at once, own notes, listening."""

import re
from contextlib import nullcontext
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course

pytestmark = pytest.mark.browser

LESSON = f"{course.MODULE}/three-sectors"
WORDS = "Palyginti su mūsų seniūnija"
SAVES_BY_ITSELF = re.compile(r"/static/js/offline\.js")
# A page whose scripts never hear that the window has become another.
DEAF = "MediaQueryList.prototype.addEventListener = () => {}; window.ResizeObserver = class { observe() {} };"
# A device with voices for both languages, or for one; it remembers each piece, and ends it when told to.
VOICES = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => LANGUAGES.map((lang) => ({ lang })),
  addEventListener() {},
  cancel() { window.said.push("–"); },
  speak(saying) {
    window.said.push(`${saying.lang} ${saying.rate} ${saying.text}`);
    window.endOfPiece = () => saying.onend();
  },
} });
"""


def open_lesson(window: Window) -> None:
    """Open the lesson and wait for what helps while reading, which comes a moment after the text."""
    window.go(LESSON)
    helps_reading(window)


def helps_reading(window: Window) -> None:
    expect(window.page.locator("button[data-focuses]")).to_be_visible()


def block(window: Window, number: int) -> Locator:
    return window.page.locator(".block:has(> p:first-child)").nth(number)


def tools_of(window: Window, at: Locator) -> Locator:
    """Touch or point at a block, and see what can be done with it."""
    tools = at.locator(".block__tools")
    if window.page.evaluate("matchMedia('(hover: none)').matches"):
        at.locator("p").first.click(position={"x": 3, "y": 3})
    else:
        at.hover(position={"x": 3, "y": 3})
    expect(tools).to_be_visible()
    return tools


def look_of(window: Window) -> str:
    return str(window.page.evaluate("JSON.stringify({...document.documentElement.dataset})"))


@pytest.mark.parametrize("language", ["lt", "en"])
def test_text_and_colours_change_at_once_and_stay(
    open_window: OpenWindow, somebody: str, language: str
) -> None:
    window = open_window(language, PHONE)
    open_lesson(window)
    choose_look(window)
    window.page.reload()
    expect(window.page.locator("html[data-text-size=large][data-color-scheme=dark]")).to_have_count(1)
    window.go("/")
    assert "dark" in look_of(window)
    member = open_window(language, PHONE)
    member.sign_in(somebody)
    open_lesson(member)
    choose_look(member, is_member=True)
    desk = open_window(language)
    desk.sign_in(somebody)
    desk.go("/account")
    assert "large" in look_of(desk) and "dark" in look_of(desk)


def choose_look(window: Window, *, is_member: bool = False) -> None:
    window.follow("Text and colours")
    dialog = window.page.get_by_role("dialog", name=window.said("Text and colours"))
    size = window.page.locator(".prose p").nth(3).evaluate("one => getComputedStyle(one).fontSize")
    paper = window.page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    for words in ("Dark", "Large"):
        kept: Any = window.page.expect_response(re.compile("/appearance$")) if is_member else nullcontext()
        with kept:
            dialog.get_by_role("radio", name=window.said(words), exact=True).check()
    expect(window.page.locator(".prose p").nth(3)).not_to_have_css("font-size", size)
    expect(window.page.locator("body")).not_to_have_css("background-color", paper)
    dialog.get_by_role("button", name=window.said("Close")).click()
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("language", ["lt", "en"])
def test_only_the_text_is_left_until_escape(open_window: OpenWindow, language: str) -> None:
    window = open_window(language, PHONE)
    window.go(LESSON)
    window.press("Only the text")
    header = window.page.locator(".site-header")
    expect(header).to_be_hidden()
    window.page.reload()
    expect(header).to_be_hidden()  # remembered on this device
    window.page.keyboard.press("Escape")
    expect(header).to_be_visible()
    window.press("Only the text")
    window.press("Show everything")
    expect(header).to_be_visible()
    window.page.reload()
    helps_reading(window)
    expect(header).to_be_visible()


@pytest.mark.parametrize("language", ["lt", "en"])
def test_two_languages_at_once_keep_mode_and_place(open_window: OpenWindow, language: str) -> None:
    other = "en" if language == "lt" else "lt"
    window = open_window(language, PHONE)
    window.go(LESSON)
    window.follow("English alongside" if language == "lt" else "Lithuanian alongside")
    pair = window.page.locator(".block--pair").nth(12)
    own, counterpart = pair.locator(".block__own"), pair.locator(f".block__other[lang={other}]")
    assert_below(own, counterpart)
    place = pair.get_attribute("id")
    window.rest_at(pair)
    window.page.locator(".language-switch a").click()
    expect(window.page).to_have_url(re.compile(rf"/{other}{LESSON}\?with={language}#{place}$"))
    expect(window.page.locator(f"#{place} .block__other[lang={language}]")).to_be_in_viewport()
    window.page.set_viewport_size({"width": 1280, "height": 800})
    wide = window.page.locator(f"#{place}")
    left, right = wide.locator(".block__own").bounding_box(), wide.locator(".block__other").bounding_box()
    assert left and right and abs(left["y"] - right["y"]) < 2 and left["x"] + left["width"] <= right["x"] + 2


def assert_below(above: Locator, below: Locator) -> None:
    one, other = above.bounding_box(), below.bounding_box()
    assert one and other and one["y"] + one["height"] <= other["y"] + 1


@pytest.mark.parametrize("language", ["lt", "en"])
def test_notes_and_highlights_are_there_on_every_device_and_for_nobody_else(
    open_window: OpenWindow, somebody: str, language: str
) -> None:
    phone = open_window(language, PHONE)
    phone.sign_in(somebody)
    late, is_written = [], Event()

    def hold_back(route: Route) -> None:
        if is_written.is_set():
            route.continue_()
        else:
            late.append(route)

    phone.page.route(SAVES_BY_ITSELF, hold_back)
    phone.go(LESSON)
    at = block(phone, 1)
    name = at.get_attribute("id")
    with phone.page.expect_response(re.compile("/highlight$")):
        tools_of(phone, at).get_by_role("button", name=phone.said("Highlight")).click()
    at.get_by_role("link", name=phone.said("Write a note")).click()
    expect(at.locator("textarea")).to_be_focused()
    phone.page.keyboard.insert_text(WORDS)
    # What saves by itself may come after the first words: they are saved all the same.
    is_written.set()
    for route in late:  # also what the page before had asked for
        route.continue_()
    expect(at.locator("[data-autosave-state][data-state=fine]")).to_have_text(re.compile(r"\d\d:\d\d"))
    desk = open_window("en" if language == "lt" else "lt")
    desk.sign_in(somebody)
    desk.go(LESSON)
    same = desk.page.locator(f"#{name}.is-highlighted")
    expect(same.locator(".own-note-here .as-typed")).to_have_text(WORDS)
    same.get_by_role("link", name=desk.said("Change")).click()
    expect(same.locator("textarea")).to_be_focused()
    desk.page.keyboard.press("End")
    desk.page.keyboard.type("!")
    with desk.page.expect_response(re.compile(f"/notes/{name}$")):
        desk.page.keyboard.press("Escape")
    desk.go("/my/notes?q=seniunija")
    desk.sees(f"{WORDS}!")
    desk.follow("In the lesson")
    expect(desk.page.locator(f"#{name}")).to_be_in_viewport()
    stranger = open_window(language)
    stranger.go(LESSON)
    expect(stranger.page.locator(f"#{name}")).not_to_contain_text(WORDS)
    expect(stranger.page.locator(".is-highlighted, .own-note-here, [data-note-at]")).to_have_count(0)


def listening(open_window: OpenWindow, language: str, voices: str, shape: object = None) -> Window:
    window = open_window(language, shape)
    window.page.add_init_script(VOICES.replace("LANGUAGES", voices))
    window.go(LESSON)
    return window


@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_lesson_is_heard_block_by_block(open_window: OpenWindow, language: str) -> None:
    window = listening(open_window, language, '["lt-LT", "en-GB"]', PHONE)
    window.press("Listen")
    said = window.page.locator("[data-player-state]")
    expect(said).to_have_text(re.compile(r"^(\d+ dalis iš|Part \d+ of) \d\d$"))
    expect(window.page.locator(".is-spoken")).to_have_count(1)
    for _piece in range(4):
        window.page.evaluate("endOfPiece()")
    heard = window.page.evaluate("said.filter((one) => one !== '–')")
    voice = {"lt": "lt-LT", "en": "en-GB"}[language]
    assert len(set(heard)) == 5
    assert all(piece.startswith(f"{voice} 1 ") and len(piece) < 300 for piece in heard)
    assert window.said("Ask the author") not in "".join(heard)
    window.page.locator("[data-speed]").select_option("1.5")
    window.page.wait_for_function(f"said.at(-1).startsWith('{voice} 1.5 ')")
    window.press("Pause")
    expect(said).to_have_text(window.said("Paused"))
    said_late = "(() => { const before = said.length; endOfPiece(); return said.length - before; })()"
    assert window.page.evaluate(said_late) == 0
    window.press("Go on")
    expect(window.page.locator(".is-spoken")).to_have_count(1)
    window.press("Stop")
    expect(said).to_be_hidden()
    expect(window.page.locator(".is-spoken")).to_have_count(0)


def test_without_a_voice_for_the_language_nothing_is_promised(open_window: OpenWindow) -> None:
    window = listening(open_window, "lt", '["en-GB"]')
    expect(window.button("Only the text")).to_be_visible()
    expect(window.button("Listen")).to_have_count(0)


def test_all_of_it_is_done_by_the_keyboard_alone(open_window: OpenWindow, somebody: str) -> None:
    window = open_window("lt")
    window.page.add_init_script(VOICES.replace("LANGUAGES", '["lt-LT"]'))
    window.sign_in(somebody)
    open_lesson(window)
    keyboard = Keyboard(window)
    keyboard.follow("Text and colours")
    keyboard.reach(window.page.locator("input[name=line_spacing][value=normal]"))
    window.page.keyboard.press("ArrowRight")
    expect(window.page.locator("html[data-line-spacing=wide]")).to_have_count(1)
    window.page.keyboard.press("Escape")
    expect(window.page.locator("dialog[open]")).to_have_count(0)
    keyboard.press("Listen")
    expect(window.button("Pause")).to_be_focused()
    keyboard.press("Stop")
    expect(window.button("Listen")).to_be_focused()
    at = block(window, 0)
    keyboard.reach(at.get_by_role("button", name=window.said("Highlight")))
    window.page.keyboard.press("Space")
    expect(at.locator("button[aria-pressed=true]")).to_have_count(1)
    window.page.keyboard.press("Shift+Tab")
    window.page.keyboard.press("Enter")
    expect(at.locator("textarea")).to_be_focused()
    window.page.keyboard.insert_text(WORDS)
    keyboard.press("Save")
    expect(at.locator(".own-note-here")).to_contain_text(WORDS)
    expect(at.locator(".block__tools a[data-note-at]")).to_be_focused()


def test_footnotes_stand_beside_the_text_where_there_is_room(open_window: OpenWindow) -> None:
    window = open_window("lt")
    window.page.add_init_script(DEAF)
    window.go(f"{course.MODULE}/{course.lessons()[0]}")
    marks, notes = (
        window.page.locator(".block:not(:has(.footnotes)) a.footnote-mark"),
        window.page.locator(".sidenote"),
    )
    expect(notes).to_have_count(marks.count())
    window.page.evaluate("document.fonts.ready.then(() => null)")  # other letters move the text
    text = window.page.locator("article.prose").bounding_box()
    for number in range(marks.count()):
        mark, note = marks.nth(number).bounding_box(), notes.nth(number).bounding_box()
        assert text and mark and note
        assert note["x"] >= text["x"] + text["width"] and note["x"] + note["width"] <= 1280
        assert -20 < note["y"] - mark["y"] < 160
    # They repeat what stands at the end, for the eye only.
    expect(window.page.locator(".footnotes li")).to_have_count(marks.count())
    assert window.page.locator(".sidenotes").get_attribute("aria-hidden") == "true"
    # Nobody sees them hanging out of a window made narrow, not even until a script has heard of it.
    window.page.set_viewport_size({"width": 320, "height": 800})
    assert window.page.evaluate("() => document.documentElement.scrollWidth") == 320
    expect(notes.first).to_be_hidden()


def test_what_is_left_is_told_while_reading(open_window: OpenWindow) -> None:
    window = open_window("lt", PHONE)
    window.go(LESSON)
    left = window.page.locator("[data-time-left]")
    expect(left).to_have_text("Liko apie 45 minutes")
    window.page.locator(".block").nth(10).evaluate("one => one.scrollIntoView()")
    expect(left).not_to_have_text("Liko apie 45 minutes")
    expect(left).to_have_text(re.compile(r"^Liko apie \d+ minu(čių|tes|tę)$"))
    window.page.locator("#end").evaluate("one => one.scrollIntoView()")
    expect(left).to_have_text("Pamokos pabaiga.")


def test_a_first_visit_is_light(open_window: OpenWindow) -> None:
    window = open_window("lt")
    sizes: dict[str, int] = {}

    def weigh(request: object) -> None:
        kind = request.resource_type  # type: ignore[attr-defined]
        if kind not in ("font", "image", "media"):
            sizes[request.url] = request.sizes()["responseBodySize"]  # type: ignore[attr-defined]

    window.page.on("requestfinished", weigh)
    window.go(LESSON)
    window.page.wait_for_load_state("networkidle")
    assert sum(sizes.values()) < 60_000, sizes
    blocking = window.page.locator(
        "link[rel=stylesheet], script:not([type=module]):not([async]):not([defer])"
    )
    expect(blocking).to_have_count(1)
