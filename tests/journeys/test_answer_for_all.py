"""A conversation becomes an answer for all, by phone and keyboard, and is read beside its block."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import AUTHOR, BEGINNER
from tests.journeys.looking import troubles_of
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course

pytestmark = pytest.mark.browser
LESSON = f"{course.MODULE}/{course.lessons()[0]}"


def test_an_answer_is_published_for_all(open_window: OpenWindow, somebody: str) -> None:
    learner = open_window("lt", PHONE)
    learner.sign_in(somebody)
    learner.go(LESSON)
    block = learner.page.locator("section.block:has(> p:first-child)").first.get_attribute("id")
    learner.go(f"{LESSON}/ask?block={block}")
    learner.fill("Your question", "Laba diena,\nar pakanka dviejų sektorių?\nAčiū!")
    learner.press("Send the question")
    learner.sees("Jūsų klausimas išsiųstas")
    conversation = learner.path

    author = open_window("en", PHONE)
    author.sign_in(AUTHOR)
    author.go(conversation)
    author.page.locator("textarea[name=text]").fill("Hello, it takes **three**.")
    author.press("Send the answer")
    _publishes(author)

    learner.go(LESSON)
    beside = learner.page.locator(f"#{block} + details.answers")
    expect(beside.locator(".answers__question")).to_be_hidden()
    beside.locator("summary").click()
    expect(beside.locator(".answers__question")).to_have_text("Ar pakanka dviejų sektorių?")
    expect(beside.locator("strong", has_text="trijų")).to_be_visible()
    assert troubles_of(learner, 4) == []
    other, visitor = open_window("en", PHONE), open_window("lt", PHONE)
    other.sign_in(BEGINNER)
    for window, words in ((other, "It takes three."), (visitor, "Ne, reikia trijų.")):
        window.go(LESSON)
        Keyboard(window).reach(window.page.locator(f"#{block} + details.answers > summary"))
        window.page.keyboard.press("Enter")
        window.sees(words)
    _takes_it_back(author)
    visitor.go(LESSON)
    expect(visitor.page.locator(f"#{block} + details.answers")).to_have_count(0)


def _takes_it_back(author: Window) -> None:
    author.language = "lt"
    author.go("/teach/questions/answers")
    author.follow("Ar pakanka dviejų sektorių?")
    author.page.locator("summary", has_text="Nebeskelbti").click()
    author.press("Unpublish")
    author.sees("Neskelbiama")


def _publishes(author: Window) -> None:
    author.follow("Publish as a question and answer")
    expect(author.page.get_by_label("Question in Lithuanian")).to_have_value("Ar pakanka dviejų sektorių?")
    expect(author.page.get_by_label("Answer in English")).to_have_value("It takes **three**.")
    assert troubles_of(author, 0) == []
    keyboard = Keyboard(author)
    keyboard.write_into(author.page.get_by_label("Answer in Lithuanian"), "Ne, reikia **trijų**.")
    keyboard.write_into(author.page.get_by_label("Question in English"), "Are two sectors enough?")
    keyboard.press("Save and look at it")
    author.sees("Not published yet")
    assert troubles_of(author, 1) == []
    keyboard.press("Publish")
    author.sees("Learners see it")
    author.follow("Move to another place")
    author.sees("Move the question and answer")
    assert troubles_of(author, 5) == []
    author.follow("Leave it where it is")
    author.sees("Learners see it")
    author.go("/teach/questions/blocks")
    author.sees("Paragraphs that raise questions")
    assert troubles_of(author, 2) == []
    author.go("/teach/questions/answers")
    author.sees("Are two sectors enough?")
    assert troubles_of(author, 3) == []
