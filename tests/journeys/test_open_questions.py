"""An open answer by phone, marked by keyboard alone and told by the real worker; and time that runs out."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.factories.course_files import write_module
from tests.journeys.answering import wait_until_it_saves_itself
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import ADMIN, Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import wait_for
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House
from tests.live.parts import books

pytestmark = pytest.mark.browser
MODULE = "/modules/open-questions"
QUIZ = f"{MODULE}/quizzes/final"
TIME = "/teach/quizzes/open-questions/final/time"
WORDS = "Nes vienas veikėjas nemato visumos.\n\nTrys – mato."
FILE = """\
title: {lt: Mintys, en: Thoughts}
time_limit_minutes: 40
questions:
  - {key: first, kind: true-false, right: true, text: {lt: Ar verta?, en: Is it worth it?}}
  - key: why
    kind: open
    points: 4
    text: {lt: Kodėl reikia trijų?, en: Why are three needed?}
    guidance: {lt: Du balai už priežastį., en: Two points for a reason.}
"""


class School:
    """A module with such a quiz, its author, who reads English, and a learner who reads Lithuanian."""

    def __init__(self, house: House, learner: str, folder: Path) -> None:
        self.house, self.learner = house, learner
        self.author = house.add_person(learner.replace("somebody", "marker"), "Kari Nordmann", "en")
        self.folder = write_module(folder, {"quizzes/final.yaml": FILE}, "01-open-questions")
        done = house.lms("content", "publish", str(self.folder))
        assert done.returncode == 0, done.stdout + done.stderr
        ((module_id,),) = books(house, "SELECT id FROM modules WHERE slug = 'open-questions'")
        staff = (("email", self.author), ("duty", "author"), ("thing", f"module:{module_id}"))
        Person(house, ADMIN).do("/admin/staff", "/admin/staff", *staff)
        ((self.learner_id,),) = books(house, f"SELECT id FROM users WHERE email = '{learner}'")
        Person(house, learner).do(MODULE, "/enrol")

    def let_time_run_out(self, seconds: int) -> None:
        """Let the open attempt end so many seconds from now."""
        moment = "strftime('%Y-%m-%d %H:%M:%f', 'now', :later)"
        books(
            self.house,
            f"UPDATE attempts SET ends_at = {moment} WHERE submitted_at IS NULL AND ends_at IS NOT NULL",
            later=f"+{seconds} seconds",
        )


@pytest.fixture
def school(house: House, somebody: str, tmp_path: Path) -> Iterator[School]:
    yield School(house, somebody, tmp_path)
    assert house.lms("content", "withdraw", "open-questions").returncode == 0


def test_an_answer_is_written_by_phone_and_marked_by_keys(open_window: OpenWindow, school: School) -> None:
    window = open_window("lt", PHONE)
    window.sign_in(school.learner)
    window.go(QUIZ)
    window.sees("Nuo testo pradžios turėsite 40 minučių.")
    window.press("Begin the quiz")
    window.page.locator("#question-first-true").check()
    field = window.page.locator("#question-why textarea")
    field.fill(WORDS)
    for key in ("first", "why"):
        state = window.page.locator(f"#question-{key} [data-autosave-state]")
        expect(state).to_have_attribute("data-state", "fine")
    expect(state).to_contain_text("Įrašyta")
    window.page.reload()
    expect(field).to_have_value(WORDS)
    wait_until_it_saves_itself(window.page.locator("#question-why"))
    assert troubles_of(window, 0) == []
    window.press("Hand in the quiz")
    window.sees("Atsakymai gauti, juos įvertins modulio rengėjas")

    _marks_by_keyboard(open_window("en", PHONE), school)

    wait_for(lambda: school.house.post_office.letters_to(school.learner))
    (letter,) = school.house.post_office.letters_to(school.learner)[-1:]
    assert letter["Subject"] == "Jūsų testo „Mintys“ atsakymai įvertinti"
    window.go("/notices")
    window.page.locator("main").get_by_role("link", name="Jūsų testo „Mintys“ atsakymai įvertinti").click()
    window.is_at(QUIZ)
    window.sees("Išlaikyta: 4 iš 5 balų")
    window.sees("A good reason.")


def _marks_by_keyboard(window: Window, school: School) -> None:
    window.sign_in(school.author)
    window.go("/notices")
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("main").get_by_role("link", name=re.compile("has answered open questions")))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/teach/attempts/\d+"))
    window.sees("Two points for a reason.")
    assert troubles_of(window, 0) == []
    keyboard.write_into(page.locator("input[name=points-why]"), "3")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=points-why]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("A good reason.")
    page.keyboard.press("Control+Enter")
    window.sees("4 of 5 points")


def test_time_runs_out_and_one_person_has_more_of_it(open_window: OpenWindow, school: School) -> None:
    author = open_window("en", PHONE)
    author.sign_in(school.author)
    author.go(QUIZ)
    author.follow("Give somebody more time for this quiz")
    assert troubles_of(author, 1) == []
    author.page.locator(f"#learner-{school.learner_id}").check()
    author.fill("Minutes or per cent", "20")
    author.press("Give this time")
    author.sees("60 minutes")

    window = open_window("lt", PHONE)
    window.page.clock.install()
    window.sign_in(school.learner)
    window.go(QUIZ)
    window.sees("Modulio rengėjai skyrė jums daugiau laiko: turite 60 minučių.")
    window.press("Begin the quiz")
    expect(window.page.locator("[data-time-left]")).to_have_text(re.compile(r"^liko\s(60|59)\smin\.$"))
    said = window.page.locator("[data-time-said]")
    expect(said).to_be_empty()
    window.page.locator("#question-first-true").check()
    window.page.clock.fast_forward("56:30")
    expect(said).to_contain_text("Iki testo pabaigos liko penkios minutės.")
    while "viena minutė" not in said.inner_text():
        window.page.clock.fast_forward("00:20")
    expect(window.page.locator("[data-time-left]")).to_have_text("liko mažiau nei minutė")

    def comes_as_the_time_ends(route: Route) -> None:
        school.let_time_run_out(0)
        route.continue_()

    # The last words arrive when for the house the time is over as well.
    window.page.route("**/answers/why**", comes_as_the_time_ends)
    window.page.locator("#question-why textarea").fill("Pradėta min")
    window.page.clock.fast_forward("01:00")
    window.sees("Laikas baigėsi, todėl pateikti iki tada įrašyti atsakymai.")
    window.sees("Pradėta min")
