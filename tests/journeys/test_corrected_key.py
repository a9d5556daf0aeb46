"""A key is corrected, past attempts are marked again, and the real worker tells the learner, by phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

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
MODULE = "/modules/corrected-keys"
QUIZ = f"{MODULE}/quizzes/final"
FILE = """\
title: {lt: Raktai, en: Keys}
questions:
  - {key: first, kind: true-false, right: %s, text: {lt: Ar Vilnius yra sostinė?, en: Is Vilnius a capital?}}
  - {key: second, kind: true-false, right: true, text: {lt: Ar Oslas yra sostinė?, en: Is Oslo a capital?}}
"""
SUBJECT = "Pagerėjo jūsų rezultatas: „Raktai“"


class School:
    """A module whose first key is wrong, its author, who reads English, and two learners."""

    def __init__(self, house: House, learner: str, folder: Path) -> None:
        self.house, self.learner, self.folder = house, learner, folder
        self.author = house.add_person(learner.replace("@", "-author@"), "Kari Nordmann", "en")
        self.other = house.add_person(learner.replace("@", "-other@"), "Jonas Kazlauskas")
        self.publish("false")
        ((module_id,),) = books(house, "SELECT id FROM modules WHERE slug = 'corrected-keys'")
        staff = (("email", self.author), ("duty", "author"), ("thing", f"module:{module_id}"))
        Person(house, ADMIN).do("/admin/staff", "/admin/staff", *staff)
        for person in (learner, self.other):
            Person(house, person).do(MODULE, "/enrol")

    def publish(self, right: str) -> None:
        """Publish the module with this answer to the first question."""
        path = write_module(self.folder, {"quizzes/final.yaml": FILE % right}, "01-corrected-keys")
        done = self.house.lms("content", "publish", str(path))
        assert done.returncode == 0, done.stdout + done.stderr

    def take_quiz(self, email: str, first: str) -> None:
        """Answer both questions and hand in, without a browser."""
        person = Person(self.house, email)
        page = person.see(QUIZ)
        person.send(next(form for form in page.forms if form.buttons and form.buttons[0][0] == "start"))
        for question, answer in (("first", first), ("second", "true")):
            person.do(QUIZ, f"/answers/{question}", ("answer", answer))
        page = person.see(QUIZ)
        person.send(next(form for form in page.forms if ("hand-in", "") in form.buttons), ("hand-in", "1"))


@pytest.fixture
def school(house: House, somebody: str, tmp_path: Path) -> Iterator[School]:
    yield School(house, somebody, tmp_path)
    assert house.lms("content", "withdraw", "corrected-keys").returncode == 0


def test_a_corrected_key_raises_a_result_and_the_learner_is_told(
    open_window: OpenWindow, school: School
) -> None:
    window = open_window("lt", PHONE)
    window.sign_in(school.learner)
    window.go(QUIZ)
    window.press("Begin the quiz")
    for question in ("first", "second"):
        # Once all answers are saved by themselves nothing moves any more.
        wait_until_it_saves_itself(window.page.locator(f"#question-{question}"))
        window.page.locator(f"#question-{question}-true").check()
    window.press("Hand in the quiz")
    window.sees("Dar neišlaikyta: 1 iš 2 balų")
    school.take_quiz(school.other, "false")
    school.publish("true")

    _marks_again(open_window("en", PHONE), school)

    wait_for(lambda: school.house.post_office.letters_to(school.learner))
    (letter,) = school.house.post_office.letters_to(school.learner)[-1:]
    assert letter["Subject"] == SUBJECT
    window.go("/notices")
    window.page.locator("main").get_by_role("link", name=SUBJECT).click()
    window.is_at(QUIZ)
    window.sees("Išlaikyta: 2 iš 2 balų")
    window.sees("Pataisytas klausimo Nr.\u00a01 raktas.")


def _marks_again(window: Window, school: School) -> None:
    window.sign_in(school.author)
    window.go("/teach/quizzes")
    window.follow("Attempts to mark again")
    window.sees("Question 1: Is Vilnius a capital?")
    window.press("Mark again")
    window.sees("1 result is higher now.")
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("input[name=attempt]"))
    page.keyboard.press("Space")
    keyboard.write_into(page.locator("textarea[name=reason]"), "Vilnius is the capital.")
    keyboard.reach(window.button("Lower the chosen"))
    page.keyboard.press("Enter")
    window.sees("Done. Kari Nordmann decided last")
    assert troubles_of(window, 1) == []
    window.go("/teach/quizzes/corrected-keys/final")
    expect(page.locator("main")).to_contain_text("nothing is said of fewer than 5 people")
    assert troubles_of(window, 0) == []
