"""A lecturer clears ten things that wait, with the keyboard alone, and nothing is left of the count."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House

pytestmark = pytest.mark.browser

AUTHOR = "author2@demo.example"
PROGRAMME, MODULE = "/programmes/public-capacities", "/modules/human-resources"
STALE = "/teach/translations/service-quality"
LESSONS = ("competence-and-post", "needs-and-gaps", "training-plan", "feedback-and-appraisal")
DONE = re.compile(
    r"žinutė išsiųsta|Your message has been sent|Įvertinta, balai|Graded: \d+ of|1 translation is confirmed"
)
WORK = f"{MODULE}/assignments/training-plan"


def test_it_works(house: House, open_window: OpenWindow, tmp_path: Path) -> None:
    for number, asked in ((1, LESSONS), (2, LESSONS[1:])):
        learner = Person(house, house.add_person(f"ten{number}@demo.example", f"Ona Onaitė {number}"))
        _asks_and_hands_in(learner, asked)
    _leave_a_translation_behind(house, tmp_path)
    window = open_window("lt", PHONE)
    window.sign_in(AUTHOR)
    window.go("/teach")
    window.sees("Laukia 10 dalykų.")
    _is_counted(window, 10)
    _clear(window, 5)
    window.language = "en"  # The other half in the other language.
    troubles = []
    for number, path in enumerate(("/teach", STALE, "/teach/courses/service-quality")):
        window.go(path)
        troubles += troubles_of(window, number)
    assert not troubles, "\n".join(troubles)
    window.go("/teach")
    window.sees("5 things are waiting.")
    _clear(window, 5)
    window.go("/teach")
    window.sees("Nothing is waiting for you.")
    _is_counted(window, 0)


def _leave_a_translation_behind(house: House, folder: Path) -> None:
    """Publish a module in which a Lithuanian paragraph says more than its translation."""
    courses = shutil.copytree("modules", folder / "modules")
    file = courses / "public-capacities/02-service-quality/lt/01-customer-journey.md"
    text = file.read_text(encoding="utf-8")
    words = "Situacijos, žmonės ir skaičiai išgalvoti."
    assert words in text
    file.write_text(text.replace(words, f"{words} Tai tik pavyzdžiai."), encoding="utf-8")
    done = house.lms("content", "publish", str(courses / "public-capacities/02-service-quality"))
    assert done.returncode == 0, done.stdout + done.stderr


def _asks_and_hands_in(learner: Person, lessons: tuple[str, ...]) -> None:
    learner.do(PROGRAMME, "/enrol")
    for lesson in lessons:
        learner.do(f"{MODULE}/{lesson}/ask", "/ask", ("text", f"Klausimas apie {lesson}"))
    learner.do(WORK, WORK, ("text", "Padalinio planas."), ("hand-in", "1"))


def _clear(window: Window, how_many: int) -> None:
    """Open the first thing of the list, and go on from one to the next without looking at the list again."""
    keyboard = Keyboard(window)
    keyboard.reach(window.page.locator("main table a").first)
    window.page.keyboard.press("Enter")
    for _ in range(how_many):
        expect(window.page).to_have_url(
            re.compile(r"/messages/\d+|/teach/submissions/\d+|/teach/translations/")
        )
        window.page.wait_for_load_state()
        window.page.evaluate("document.body.dataset.wasHere = ''")
        if "/messages/" in window.page.url:
            _answer(window, keyboard)
        elif "/translations/" in window.page.url:
            keyboard.press("Still correct")
        else:
            _grade(window, keyboard)
        expect(window.page.locator("body[data-was-here]")).to_have_count(0)
        window.sees(DONE)


def _answer(window: Window, keyboard: Keyboard) -> None:
    keyboard.write_into(window.page.locator("textarea[name=text]"), "Taip, kaip parašyta pamokoje.")
    onwards = window.page.locator("button[name=next]")
    keyboard.reach(onwards if onwards.count() else window.button("Send the answer"))
    window.page.keyboard.press("Enter")


def _grade(window: Window, keyboard: Keyboard) -> None:
    page = window.page
    keyboard.reach(page.locator("form[data-grading] input[type=radio]").first)
    for _criterion in page.locator("form[data-grading] fieldset").all():
        page.keyboard.press("3")
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")


def _is_counted(window: Window, number: int) -> None:
    """The badge in the head of the page says it too."""
    badge = window.page.locator("nav.site-nav a[href$='/teach'] .count")
    expect(badge).to_have_attribute("data-count", str(number))
