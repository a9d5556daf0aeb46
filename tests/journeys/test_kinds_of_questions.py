"""A question of every kind by keyboard alone; handed in while the last answer is being saved."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from ruamel.yaml import YAML

from tests.domain.content.test_questions import KINDS
from tests.factories.course_files import write_module
from tests.journeys.answering import answer_by_keys, wait_until_it_saves_itself
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import Person
from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow
from tests.live.house import House

pytestmark = pytest.mark.browser
MODULE = "/modules/kinds-of-questions"
QUIZ = f"{MODULE}/quizzes/final"
EVERY_KIND = f"""\
{KINDS}
  - key: legal
    kind: true-false
    right: false
    text: {{lt: Klasteris yra juridinis asmuo., en: A cluster is a legal entity.}}
  - key: town
    kind: short
    text: {{lt: Koks miestas?, en: Which town?}}
    accept: {{lt: [Šiauliai], en: [Šiauliai]}}
    forgive: [case, diacritics, inflection]
  - key: how-many
    kind: single
    options_order: random
    text: {{lt: Kiek sektorių?, en: How many sectors?}}
    options:
      - {{key: two, text: {{lt: Du, en: Two}}}}
      - {{key: three, text: {{lt: Trys, en: Three}}, right: true}}
      - {{key: four, text: {{lt: Keturi, en: Four}}}}
  - key: who
    kind: multiple
    options_order: random
    text: {{lt: Kas dalyvauja?, en: Who takes part?}}
    options:
      - {{key: school, text: {{lt: Mokykla, en: School}}, right: true}}
      - {{key: rain, text: {{lt: Lietus, en: Rain}}}}
      - {{key: firm, text: {{lt: Įmonė, en: Firm}}, right: true}}
"""
QUESTIONS: list[dict[str, Any]] = list(YAML(typ="safe").load(EVERY_KIND)["questions"])


@pytest.fixture
def learner(house: House, somebody: str, tmp_path: Path) -> Iterator[str]:
    """Somebody who has begun a quiz with every kind that a program marks."""
    folder = write_module(tmp_path, {"quizzes/final.yaml": EVERY_KIND}, "01-kinds-of-questions")
    done = house.lms("content", "publish", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    person = Person(house, somebody)
    person.do(MODULE, "/enrol")
    person.do(QUIZ, "/final", ("start", ""))
    yield somebody
    assert house.lms("content", "withdraw", "kinds-of-questions").returncode == 0


@pytest.mark.parametrize(("language", "result"), [("lt", "12 iš 12 balų"), ("en", "12 of 12 points")])
def test_every_kind_is_answered_by_keyboard_and_the_last_answer_is_not_lost(
    open_window: OpenWindow, learner: str, language: str, result: str
) -> None:
    window = open_window(language, PHONE)
    window.sign_in(learner)
    window.go(QUIZ)
    page, keyboard = window.page, Keyboard(window)
    expect(page.locator("#question-steps .ordering__buttons").first).to_be_visible()
    assert troubles_of(window, 0) == []
    for question in QUESTIONS[:-1]:
        if question["kind"] == "ordering":
            put_in_order(page, window.said("Move up"), [item["text"][language] for item in question["items"]])
        else:
            answer_by_keys(keyboard, question)

    def take_a_while(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    page.route("**/answers/**", take_a_while)
    answer_by_keys(keyboard, QUESTIONS[-1])
    keyboard.press("Hand in the quiz")
    window.sees(result)


def put_in_order(page: Page, move_up: str, texts: list[str]) -> None:
    """Move each up until it stands where it belongs; the focus stays with it."""
    page.locator("#question-steps [data-move='1']").first.focus()
    page.keyboard.press("Enter")
    for place, text in enumerate(texts):
        item = page.locator("#question-steps [data-item]", has_text=text)
        while item.evaluate("each => [...each.parentElement.children].indexOf(each)") > place:
            item.get_by_role("button", name=move_up).focus()
            page.keyboard.press("Enter")
            expect(item.get_by_role("button", name=move_up)).to_be_focused()
    expect(page.locator("#question-steps [data-item]")).to_contain_text(texts)


def test_what_cannot_be_saved_is_not_handed_in_unseen(open_window: OpenWindow, learner: str) -> None:
    window = open_window("en")
    window.expected.add(422)
    window.sign_in(learner)
    window.go(QUIZ)
    wait_until_it_saves_itself(window.page.locator("#question-share"))
    # Its place stays empty, so that nothing moves up while somebody is about to press.
    assert window.page.locator("#question-share [data-save-button]").bounding_box()
    number = window.page.locator("#question-share input[type=text]")
    number.fill("a dozen")
    window.press("Hand in the quiz")
    expect(number).to_be_focused()
    window.is_at(QUIZ)
    # Nor is what was refused before its writer pressed anything.
    number.fill("a dozen or so")
    with window.page.expect_response(lambda answer: answer.status == 422):
        number.blur()
    expect(window.page.locator("form#question-share")).to_have_attribute("data-unsaved", "refused")
    window.press("Hand in the quiz")
    expect(number).to_be_focused()
    window.is_at(QUIZ)
    number.fill("a dozen")
    window.page.locator("#question-share").get_by_role("button", name="Save answer").click()
    # The reason stood on the page before; now the server has shown the page anew.
    expect(window.page.locator("#question-share-error")).to_contain_text("Please write a number in figures")
    expect(number).to_have_value("a dozen")
