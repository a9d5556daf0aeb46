"""The journeys of the learner, the coordinator and the Norwegian colleague, with nothing but the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.answering import answer_by_keys
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import COORDINATOR
from tests.journeys.test_story import link_in, the_letter
from tests.journeys.window import DESKTOP, OpenWindow, Window
from tests.live import course
from tests.live.house import PASSWORD, House

pytestmark = pytest.mark.browser


def test_a_learner_comes_reads_answers_and_writes(house: House, open_window: OpenWindow) -> None:
    window = open_window("lt", DESKTOP)
    keyboard = Keyboard(window)
    window.go(course.MODULE)
    keyboard.follow("Create an account")
    keyboard.write("First name and surname", "Vaiva Klaviatūrienė")
    keyboard.write("E-mail address", "vaiva@klaviatura.example")
    keyboard.write("Password", "keturi ramus vakarai")
    keyboard.press("Create the account")
    window.sees("vaiva@klaviatura.example")
    window.go(link_in(the_letter(house, "vaiva@klaviatura.example")))
    keyboard.press("Confirm and sign in")
    expect(window.page).not_to_have_url(re.compile("sign-up"))
    window.go(course.MODULE)
    keyboard.press("Enrol in the module")
    expect(window.button("Enrol in the module")).to_have_count(0)  # the first lesson may be read before, too
    keyboard.follow("Read the first lesson")
    window.is_at(f"{course.MODULE}/{course.lessons()[0]}")
    keyboard.press("Next")
    window.is_at(f"{course.MODULE}/{course.lessons()[1]}")
    _answers_the_quiz(keyboard)
    window.go(course.ASSIGNMENT)
    keyboard.write_into(window.page.locator("textarea[name=text]"), "Problema: vienatvė kvartale.")
    keyboard.press("Hand in")
    expect(window.page.locator("#receipt")).to_be_visible()


def _answers_the_quiz(keyboard: Keyboard) -> None:
    window, page = keyboard.window, keyboard.window.page
    window.go(course.QUIZ)
    keyboard.press("Begin the quiz")
    for question in course.questions():
        form = answer_by_keys(keyboard, question)
        expect(form.locator("[data-autosave-state]")).to_have_text(re.compile(r"\d\d:\d\d"))
    keyboard.press("Hand in the quiz")
    expect(page.locator(".question--right")).to_have_count(len(course.questions()))


def test_a_coordinator_finds_a_figure_and_takes_the_file(house: House, open_window: OpenWindow) -> None:
    window = open_window("lt", DESKTOP)
    keyboard = Keyboard(window)
    _signs_in(keyboard, COORDINATOR)
    window.go("/coordinate")
    keyboard.follow_shown(window.said("People"))
    window.is_at("/coordinate/people")
    window.go("/coordinate")
    with window.page.expect_download():
        keyboard.press("Plain CSV (commas)")


def test_a_norwegian_colleague_reads_asks_and_switches(house: House, open_window: OpenWindow) -> None:
    window = open_window("en", DESKTOP)
    keyboard = Keyboard(window)
    _signs_in(keyboard, house.add_person("solveig@demo.example", "Solveig Åsen", "en"))
    window.go(f"{course.MODULE}/{course.lessons()[1]}")
    keyboard.follow("Ask the author")
    window.is_at(f"{course.MODULE}/{course.lessons()[1]}/ask")
    keyboard.write_into(window.page.locator("textarea[name=text]"), "What is a ward office?")
    keyboard.press("Send the question")
    window.sees("What is a ward office?")
    window.go(f"{course.MODULE}/{course.lessons()[1]}")
    keyboard.reach(window.page.locator(".language-switch a[hreflang=lt]").first)
    window.page.keyboard.press("Enter")
    expect(window.page.locator("html")).to_have_attribute("lang", "lt")


def _signs_in(keyboard: Keyboard, email: str) -> None:
    keyboard.window.go("/sign-in")
    keyboard.write("E-mail address", email)
    keyboard.write("Password", PASSWORD)
    keyboard.press("Sign in")
    expect(keyboard.window.page).not_to_have_url(re.compile("/sign-in"))


def test_the_first_stop_leads_to_the_text(open_window: OpenWindow) -> None:
    window: Window = open_window("lt", DESKTOP)
    window.go(course.MODULE)
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    expect(window.page.locator("main:focus, main :focus")).to_have_count(1)
