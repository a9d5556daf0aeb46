"""Two graders differ, a third decides by keyboard; the learner appeals, and it is granted, with real mail."""

import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.course_files import write_module
from tests.journeys.keyboard import Keyboard
from tests.journeys.lived_in import ADMIN, AUTHOR, Person
from tests.journeys.looking import troubles_of
from tests.journeys.test_story import link_in, wait_for
from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live.house import House
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser

MODULE = "/modules/two-graders"
WORK = f"{MODULE}/assignments/actor-map"
ASSIGNMENT = """\
title: {lt: Žemėlapis, en: Map}
instructions: {lt: Nubraižykite žemėlapį., en: Draw a map.}
accepts: [text]
minutes: 30
pass_points: 2
graders: 2
criteria:
  - key: problem
    title: {lt: Problema, en: Problem}
    levels: &levels
      - {points: 0, text: {lt: Nėra, en: None}}
      - {points: 1, text: {lt: Šiek tiek, en: Some}}
      - {points: 2, text: {lt: Gerai, en: Well}}
      - {points: 3, text: {lt: Puikiai, en: Excellent}}
  - key: ties
    title: {lt: Ryšiai, en: Ties}
    levels:
      - {points: 0, text: {lt: Nėra, en: None}}
      - {points: 1, text: {lt: Šiek tiek, en: Some}}
      - {points: 2, text: {lt: Gerai, en: Well}}
      - {points: 3, text: {lt: Puikiai, en: Excellent}}
""".replace(" &levels", "")


class Course:
    """A course whose assignment two grade, with three graders; who decides the appeal comes later."""

    def __init__(self, house: House, learner: str) -> None:
        self.house, self.learner = house, learner
        names = ("Mindaugas Ąžuolaitis", "Vaida Kalnienė", "Tadas Upė")
        self.graders = [
            house.add_person(f"grader{number}@demo.example", name) for number, name in enumerate(names)
        ]
        for email in self.graders:
            self.appoint(email)

    def appoint(self, email: str) -> None:
        admin = Person(self.house, ADMIN)
        things = re.findall(r'<option value="(module:\d+)">([^<]*)', admin.see("/admin/staff").text)
        thing = next(value for value, label in things if "Dviejų vertinamas" in label)
        fields = (("email", email), ("duty", "author"), ("thing", thing))
        admin.do("/admin/staff", "/admin/staff", *fields)

    def work_waits(self) -> str:
        """The learner hands the work in; return the address where it is graded."""
        person = Person(self.house, self.learner)
        person.do("/account", "/account", ("language", "en"))
        person.do(MODULE, "/enrol")
        person.do(WORK, WORK, ("text", "Problema: vienatvė kvartale."), ("hand-in", "1"))
        waiting = Person(self.house, self.graders[0]).see("/teach").text
        found = re.search(r'href="/lt(/teach/submissions/\d+)"', waiting)
        assert found, "the work waits for nobody"
        return found.group(1)

    def judge(self, number: int, path: str, points: str) -> None:
        fields = (("points-problem", points), ("points-ties", points), ("comment", f"Balai: {points}."))
        Person(self.house, self.graders[number]).do(path, path, *fields, ("grade", "1"))


@pytest.fixture
def course(house: House, somebody: str, tmp_path: Path) -> Iterator[Course]:
    changes = {"assignments/actor-map.yaml": ASSIGNMENT}
    folder = write_module(tmp_path, changes, "01-two-graders")
    text = (folder / "module.yaml").read_text()
    named = text.replace("{lt: Klasteriai, en: Clusters}", "{lt: Dviejų vertinamas, en: Graded by two}")
    (folder / "module.yaml").write_text(named)
    done = house.lms("content", "publish", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    yield Course(house, somebody)
    assert house.lms("content", "withdraw", "two-graders").returncode == 0


def test_two_differ_a_third_decides_and_an_appeal_is_granted(course: Course, open_window: OpenWindow) -> None:
    path = course.work_waits()
    course.judge(0, path, "1")
    course.judge(1, path, "3")

    third = open_window("lt", PHONE)
    third.sign_in(course.graders[2])
    third.go(path)
    third.sees("Sprendžiate jūs, trečiasis vertintojas")
    third.sees("Balai: 1.")
    third.sees("Balai: 3.")
    assert troubles_of(third, 0) == []
    _decides_by_keyboard(third)
    third.sees("Įvertinta, balai: 4 iš 6")

    learner = open_window("en", PHONE)
    learner.sign_in(course.learner)
    _opens_the_letter(learner, course.learner)
    learner.sees("4 of 6 points")
    course.appoint(AUTHOR)
    learner.page.locator("#appeal-box summary").click()
    learner.fill("Why do you not agree with the grading?", "The ties are in the second paragraph.")
    assert troubles_of(learner, 1) == []
    learner.press("Make the appeal")
    learner.sees("Waits for a decision")

    author = open_window("lt", PHONE)
    author.sign_in(AUTHOR)
    _opens_the_letter(author, AUTHOR, about="pateikė apeliaciją dėl darbo įvertinimo")
    author.sees("The ties are in the second paragraph.")
    author.fill("Answer to the learner", "Tiesa, ryšiai parodyti.")
    author.page.locator("#new-grading summary").first.click()
    for criterion in ("problem", "ties"):
        author.page.locator(f"#points-{criterion}-3").check()
    assert troubles_of(author, 2) == []
    author.press("Grant the appeal")
    author.sees("Apeliacija patenkinta.")

    _opens_the_letter(learner, course.learner, about="has decided on your appeal")
    for words in ("6 of 6 points", "Tiesa, ryšiai parodyti.", "Granted"):
        learner.sees(words)
    learner.page.locator("#history > summary").click()
    learner.sees("Rasa Žemaitytė granted the appeal.")


def _decides_by_keyboard(window: Window) -> None:
    keyboard, page = Keyboard(window), window.page
    keyboard.reach(page.locator("form[data-grading] input[type=radio]").first)
    for _criterion in range(2):
        page.keyboard.press("2")
        page.keyboard.press("Enter")
    expect(page.locator("textarea[name=comment]")).to_be_focused()
    page.keyboard.type("Per vidurį.")
    expect(_chosen(page)).to_have_count(2)
    keyboard.press("Grade")


def _chosen(page: Page) -> Locator:
    return page.locator("form[data-grading] input[value='2']:checked")


def _opens_the_letter(window: Window, email: str, about: str = "") -> None:
    def found() -> list[EmailMessage]:
        return [each for each in window.house.post_office.letters_to(email) if about in plain_text(each)]

    wait_for(found)
    window.go(link_in(found()[0]))
