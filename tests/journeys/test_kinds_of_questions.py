"""A number, matches, an order and gaps by keyboard alone; handed in while the last answer is being saved."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.domain.content.test_questions import KINDS
from tests.factories.course_files import write_module
from tests.journeys.lived_in import Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow
from tests.live.house import House

pytestmark = pytest.mark.browser
MODULE = "/modules/kinds-of-questions"
QUIZ = f"{MODULE}/quizzes/final"


@pytest.fixture
def learner(house: House, somebody: str, tmp_path: Path) -> Iterator[str]:
    """Somebody who has begun a quiz with every kind that is not simply chosen."""
    folder = write_module(tmp_path, {"quizzes/final.yaml": KINDS}, "01-kinds-of-questions")
    done = house.lms("content", "publish", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    person = Person(house, somebody)
    person.do(MODULE, "/enrol")
    person.do(QUIZ, "/final", ("start", ""))
    yield somebody
    assert house.lms("content", "withdraw", "kinds-of-questions").returncode == 0


def test_every_kind_is_answered_by_keyboard_and_the_last_answer_is_not_lost(
    open_window: OpenWindow, learner: str
) -> None:
    window = open_window("lt", PHONE)
    window.sign_in(learner)
    window.go(QUIZ)
    page = window.page
    expect(page.locator("#question-steps .ordering__buttons").first).to_be_visible()
    assert troubles_of(window, 0) == []

    page.locator("#question-share input[type=text]").focus()
    page.keyboard.type("11,5")
    page.keyboard.press("Tab")
    for name, letter in (("school", "Vie"), ("shop", "Pri")):
        page.locator(f"#question-sectors select:has(option[value^='{name}='])").focus()
        page.keyboard.type(letter)
    # A step is moved up until it stands where it belongs; the focus stays with it.
    page.locator("#question-steps [data-move='1']").first.focus()
    page.keyboard.press("Enter")
    for text, place in (("Pirma", 0), ("Antra", 1)):
        item = page.locator("#question-steps [data-item]", has_text=text)
        while item.evaluate("each => [...each.parentElement.children].indexOf(each)") > place:
            item.get_by_role("button", name=window.said("Move up")).focus()
            page.keyboard.press("Enter")
            expect(item.get_by_role("button", name=window.said("Move up"))).to_be_focused()
    expect(page.locator("#question-steps [data-item]").first).to_contain_text("Pirma")
    page.locator("#question-sentence input[type=text]").focus()
    page.keyboard.type("kurti")
    page.keyboard.press("Tab")

    def take_a_while(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    page.route("**/answers/**", take_a_while)
    page.keyboard.press("ArrowDown")
    window.button("Hand in the quiz").focus()
    page.keyboard.press("Enter")
    window.sees("8 iš 8 balų")


def test_what_cannot_be_saved_is_not_handed_in_unseen(open_window: OpenWindow, learner: str) -> None:
    window = open_window("en")
    window.expected.add(422)
    window.sign_in(learner)
    window.go(QUIZ)
    number = window.page.locator("#question-share input[type=text]")
    number.fill("a dozen")
    window.press("Hand in the quiz")
    expect(number).to_be_focused()
    window.is_at(QUIZ)
    window.page.locator("#question-share").get_by_role("button", name="Save answer").click()
    window.sees("Please write a number in figures")
    expect(number).to_have_value("a dozen")
