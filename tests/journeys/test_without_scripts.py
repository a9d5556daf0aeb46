"""Everything that a learner does works without scripts, too: on old phones and behind careful firewalls."""

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import answer
from tests.journeys.conftest import SOMEBODY
from tests.journeys.lived_in import AUTHOR, Person
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House

pytestmark = pytest.mark.browser


def test_a_learner_reads_asks_and_hands_in_without_scripts(
    house: House, open_window: OpenWindow, somebody: str
) -> None:
    window = open_window("en", PHONE, java_script_enabled=False)
    window.sign_in(somebody)
    window.go(course.MODULE)
    window.press("Enrol in the module")
    expect(window.button("Enrol in the module")).to_have_count(0)
    _reads(window)
    _asks(window)
    _takes_the_quiz(window)
    _hands_in(window)
    _sees_what_is_missing(window)
    assert any(SOMEBODY in row for row in _waiting_for_the_author(house))


def _reads(window: Window) -> None:
    window.follow("Read the first lesson")
    first, *others = course.lessons()
    window.is_at(f"{course.MODULE}/{first}")
    for there in (*(f"{course.MODULE}/{lesson}" for lesson in others), course.MODULE):
        window.press("Next")
        window.is_at(there)
    # The other language of a block is a link where there are no scripts.
    window.go(f"{course.MODULE}/three-sectors")
    block = window.page.locator(".block:has(> p:first-child)").first
    block.get_by_role("link", name=window.said("Show in Lithuanian")).click()
    expect(block.locator(".block__peek[lang=lt]")).to_be_visible()


def _asks(window: Window) -> None:
    window.follow("Ask the author about this lesson")
    window.is_at(f"{course.MODULE}/three-sectors/ask")
    window.page.locator("textarea[name=text]").fill("Which of the three sectors is a church?")
    window.press("Send the question")
    window.sees("Which of the three sectors is a church?")


def _takes_the_quiz(window: Window) -> None:
    window.go(course.QUIZ)
    window.press("Begin the quiz")
    # Said before the first question: what is not saved with its button is lost with the next page.
    note = window.page.locator("noscript:has(+ form) p:last-child")
    expect(note).to_have_text(window.said("Save each answer with its button before you hand in."))
    expect(window.page.locator(".by-scripts")).to_be_hidden()
    for question in course.questions():
        form = answer(window, question)
        form.get_by_role("button", name=window.said("Save answer")).click()
        expect(form.locator("[data-was-saved]")).to_be_visible()
    window.press("Hand in the quiz")
    expect(window.page.locator(".question--right")).to_have_count(len(course.questions()))


def _hands_in(window: Window) -> None:
    window.go(course.ASSIGNMENT)
    # What only scripts do is not promised.
    expect(window.page.locator(".by-scripts")).to_be_hidden()
    window.page.locator("textarea[name=text]").fill("Problem: the doors are too narrow.")
    window.press("Save draft")
    expect(window.page.locator(".flashes")).to_contain_text(window.said("Draft saved."))
    expect(window.page.locator("textarea[name=text]")).to_have_value("Problem: the doors are too narrow.")
    window.page.locator("input#files").set_input_files(
        {"name": "map.txt", "mimeType": "text/plain", "buffer": b"Library - builder"}
    )
    window.press("Hand in")
    expect(window.page.locator("#receipt")).to_be_visible()


def _sees_what_is_missing(window: Window) -> None:
    window.go("/my")
    window.sees(window.said("your work is being graded"))
    window.go(course.MODULE)
    expect(window.page.locator("#completes ~ ul [data-state=done]")).to_have_count(2)


def _waiting_for_the_author(house: House) -> list[str]:
    return Person(house, AUTHOR).see("/teach").text.split("</tr>")


def test_menus_and_questions_back_open_without_scripts(open_window: OpenWindow, somebody: str) -> None:
    window = open_window("lt", java_script_enabled=False)
    window.sign_in(somebody)
    window.go(course.MODULE)
    window.press("Enrol in the module")
    window.page.locator("details.confirm summary").click()
    window.page.locator("details.confirm button[name=leave]").click()
    expect(window.button("Return to the module")).to_be_visible()
    window.page.locator(".site-account summary").click()
    window.press("Sign out")
    window.is_at("/sign-in")
