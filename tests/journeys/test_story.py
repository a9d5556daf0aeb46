"""The main job by hand, in both languages: from enrolling to the coordinator's file, with real mail."""

import csv
import io
import re
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Locator, Response, expect

from tests.journeys.answering import answer
from tests.journeys.window import DESKTOP, PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import House
from tests.live.parts import books
from tests.live.parts import wait_until as wait_for
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser

POINTS = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
AUTHOR, COORDINATOR = "author@demo.example", "coordinator@demo.example"


@dataclass(frozen=True)
class Words:
    """What the people of the story write, in their language."""

    question: str
    answer: str
    draft: str
    comment: str


WORDS = {
    "lt": Words(
        "Ar bažnyčia priklauso pilietiniam sektoriui? Mūsų mieste ji rengia pietus vienišiems.",
        "Taip, kai ji veikia bendruomenės labui. Žemėlapyje nurodykite, ką ji daro.",
        "Problema: Rugiškių jaunuoliai vakarais neturi kur būti.\n\nVeikėjai: seniūnija, kepykla, mokykla…",
        "Geras pradas. Ryšius tarp veikėjų pagrįskite bent vienu faktu.",
    ),
    "en": Words(
        "Does a church belong to the civic sector? In our town it cooks dinners for lonely people.",
        "Yes, when it acts for the good of the community. Say on the map what it does.",
        "Problem: young people of Rugiškiai have nowhere to be in the evenings.\n\nActors: the ward office…",
        "A good beginning. Support the ties between actors with at least one fact.",
    ),
}


@pytest.mark.parametrize(
    ("language", "shape"), [("lt", PHONE), ("en", DESKTOP)], ids=["lt-phone", "en-desktop"]
)
def test_the_main_job_is_done_from_enrolling_to_the_coordinators_file(
    house: House, open_window: OpenWindow, language: str, shape: dict[str, Any]
) -> None:
    window, author = open_window(language, shape), open_window("lt")
    learner = demo_learner(house, window) if language == "lt" else newcomer(house, window)
    story = Story(house, window, author, learner)

    story.learner_enrols()
    story.learner_reads_every_lesson()
    story.learner_asks_about_a_paragraph()
    story.learner_takes_the_quiz()
    story.learner_drafts_and_hands_in()

    story.author_answers_from_the_mail()
    story.author_grades_seven_of_twelve()

    story.learner_has_one_notice_and_one_mail()
    story.learner_opens_the_feedback_from_the_mail()
    story.module_is_complete()
    story.coordinator_sees_it_and_the_file_agrees(open_window("lt"))
    story.every_mail_was_sent_once()


@dataclass(frozen=True)
class Learner:
    """Who learns in this story."""

    email: str
    name: str


def demo_learner(_house: House, window: Window) -> Learner:
    """The learner of the demo, who signs in."""
    window.sign_in("learner@demo.example")
    return Learner("learner@demo.example", "Ingrida Petrauskienė")


def newcomer(house: House, window: Window) -> Learner:
    """Somebody who makes an account and confirms the address from the letter."""
    learner = Learner("kari@nordmann.example", "Kari Nordmann")
    window.go("/sign-up")
    window.fill("First name and surname", learner.name)
    window.fill("E-mail address", learner.email)
    window.fill("Password", "four quiet walks home")
    window.press("Create the account")
    window.sees(learner.email)
    window.go(link_in(the_letter(house, learner.email)))
    window.press("Confirm and sign in")
    window.is_at("/my")
    _takes_mail_at_any_hour(window)
    return learner


def _takes_mail_at_any_hour(window: Window) -> None:
    """Otherwise the story could only be told by day."""
    window.go("/account")
    for label, hour in (("E-mail from", "0"), ("E-mail until", "24")):
        window.page.get_by_label(window.said(label)).select_option(hour)
    window.press("Save")
    window.sees(window.said("Your changes are saved."))
    expect(window.page.get_by_label(window.said("E-mail from"))).to_have_value("0")


class Story:
    """What learner, author and coordinator do, one after the other."""

    def __init__(self, house: House, window: Window, author: Window, learner: Learner) -> None:
        self.house, self.window, self.author, self.learner = house, window, author, learner
        self.words = WORDS[window.language]
        # Other stories have been told in this house; what is left of their mail must not join ours.
        books(house, "UPDATE notices SET mail = 'none' WHERE mail = 'waiting'")
        told = books(house, "SELECT message_id FROM notices")
        self.of_others = {*map(message_id, house.post_office.letters), *(row.message_id for row in told)}

    def learner_enrols(self) -> None:
        self.window.go("/programmes/social-clustering")
        self.window.press("Enrol in the programme")
        self.window.is_at("/my")
        self.window.follow("Read the first lesson")

    def learner_reads_every_lesson(self) -> None:
        lessons = course.lessons()
        for number, lesson in enumerate(lessons):
            self.window.is_at(f"{course.MODULE}/{lesson}")
            if number == 2:
                self._switches_language_and_back()
            self.window.press("Next")
        self.window.is_at(course.MODULE)
        expect(self.window.page.locator("#contents ~ ol [data-state=done]")).to_have_count(len(lessons))

    def _switches_language_and_back(self) -> None:
        page, path = self.window.page, self.window.path
        block = page.locator(".block").nth(9)
        block_id = block.get_attribute("id")
        other = "en" if self.window.language == "lt" else "lt"
        for language in (other, self.window.language):
            self.window.rest_at(page.locator(f"#{block_id}"))  # then up to the switch
            page.locator(f".language-switch a[hreflang={language}]").click()
            expect(page).to_have_url(f"{self.house.url}/{language}{path}#{block_id}")
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page.locator(f"#{block_id}")).to_be_in_viewport()

    def learner_asks_about_a_paragraph(self) -> None:
        window = self.window
        window.go(f"{course.MODULE}/three-sectors")
        paragraph = window.page.locator(".block:has(> p:first-child)").first
        paragraph.click(
            position={"x": 4, "y": 4}
        )  # a touch, or a mouse that rests here, shows what can be done
        about = paragraph.locator(":scope > p").first.inner_text()[:40]
        paragraph.get_by_role("link", name=window.said("Ask the author")).click()
        window.sees(about)
        window.page.locator("textarea[name=text]").fill(self.words.question)
        window.press("Send the question")
        window.sees(self.words.question)
        assert re.fullmatch(r"/messages/\d+", window.path)

    def learner_takes_the_quiz(self) -> None:
        window = self.window
        window.go(course.MODULE)
        window.follow("Take the quiz")
        window.press("Begin the quiz")
        for question in course.questions():
            _wait_until_saved(answer(window, question))
        window.press("Hand in the quiz")
        most = course.quiz_points()
        window.sees(_of(most, most))
        expect(window.page.locator(".question--wrong")).to_have_count(0)

    def learner_drafts_and_hands_in(self) -> None:
        window, page = self.window, self.window.page
        window.go(course.ASSIGNMENT)
        with page.expect_response(lambda answer: self.words.draft[:20] in _sent_in(answer)):
            page.locator("textarea[name=text]").press_sequentially(self.words.draft[:20])
        _wait_until_saved(page.locator("#work"))
        page.reload()
        expect(page.locator("textarea[name=text]")).to_have_value(self.words.draft[:20])
        page.locator("textarea[name=text]").fill(self.words.draft)
        page.locator("input#files").set_input_files(
            {"name": "žemėlapis.svg.txt", "mimeType": "text/plain", "buffer": "Kepykla – seniūnija".encode()}
        )
        with window.expecting(409):  # what saves itself may come just after what was handed in
            window.press("Hand in")
            expect(page.locator("#receipt")).to_be_visible()
        expect(page.locator("textarea[name=text]")).to_have_count(0)

    def author_answers_from_the_mail(self) -> None:
        asked, handed_in = self._new_letters(AUTHOR, 2)
        self.author.go(link_in(asked))
        self.author.sign_in(AUTHOR)
        self.author.sees(self.words.question)
        self.author.page.locator("textarea[name=text]").fill(self.words.answer)
        self.author.press("Send the answer")
        self.author.sees(self.words.answer)
        self.author.go(link_in(handed_in))

    def author_grades_seven_of_twelve(self) -> None:
        author, page = self.author, self.author.page
        assert re.fullmatch(r"/teach/submissions/\d+", author.path)
        author.sees(self.words.draft[:20])
        for criterion, points in POINTS.items():
            page.locator(f"label[for=points-{criterion}-{points}]").click()
            page.locator(f"textarea[name=comment-{criterion}]").fill(f"{criterion}: {self.words.comment}")
        page.locator("textarea[name=comment]").fill(self.words.comment)
        author.press("Grade")
        author.sees(_of(7, 12))

    def learner_has_one_notice_and_one_mail(self) -> None:
        answered, graded = self._new_letters(self.learner.email, 2)
        for letter in (answered, graded):
            assert letter["Content-Language"] == self.window.language
        graded_words = self.window.said("With this work you have completed the module. Congratulations!")
        assert graded_words in plain_text(graded)
        self.window.go("/notices")
        unread = self.window.page.locator(".items .is-unread")
        expect(unread).to_have_count(2)  # the answer and the grade
        expect(unread.filter(has_text=str(graded["Subject"]))).to_have_count(1)
        self.graded = graded

    def learner_opens_the_feedback_from_the_mail(self) -> None:
        self.window.go(link_in(self.graded))
        self.window.is_at(course.ASSIGNMENT)
        feedback = self.window.page.locator("#feedback")
        expect(feedback).to_contain_text(_of(7, 12))
        for criterion in POINTS:
            expect(feedback).to_contain_text(f"{criterion}: {self.words.comment}")
        self.window.go("/notices")
        expect(self.window.page.locator(".items .is-unread")).to_have_count(1)
        self.window.go("/messages")
        self.window.page.locator("main .items a").first.click()
        self.window.sees(self.words.answer)

    def module_is_complete(self) -> None:
        self.window.go("/my/record")
        title = course.title(self.window.language)
        expect(self.window.page.locator("main table tbody tr")).to_have_count(1)
        self.window.sees(title)
        self.window.go(course.MODULE)
        expect(self.window.page.locator("#completes ~ ul [data-state=done]")).to_have_count(3)

    def coordinator_sees_it_and_the_file_agrees(self, window: Window) -> None:
        window.sign_in(COORDINATOR)
        window.go("/coordinate")
        title = course.title("lt")
        cells = window.page.locator("tr", has_text=title).first.locator("td").all_inner_texts()
        enrolled, not_started, started, completed = (int(cell) for cell in cells[:4])
        rows = self._rows_of_the_file(window, title)
        assert [enrolled, not_started, started, completed] == [
            len(rows),
            *(
                sum(row[6] == window.said(each) for row in rows)
                for each in ("not started", "started", "completed")
            ),
        ]
        (mine,) = [row for row in rows if row[1] == self.learner.email]
        most = course.quiz_points()
        assert mine[6] == window.said("completed")
        assert mine[10:15] == ["6", str(most), str(most), "7", "12"]
        window.go("/coordinate/people")
        window.follow(self.learner.name)
        window.sees(window.said("Assignment: %(score)s of %(most)s", score=7, most=12))

    def _rows_of_the_file(self, window: Window, title: str) -> list[list[str]]:
        with window.page.expect_download() as download:
            window.press("Plain CSV (commas)")
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        return [row for row in csv.reader(io.StringIO(text)) if len(row) > 6 and row[5] == title]

    def every_mail_was_sent_once(self) -> None:
        """Each notice is one letter, by its Message-ID, and no letter is without its notice."""
        wait_for(lambda: {notice.mail for notice in self._notices()} == {"sent"})
        letters = map(message_id, self.house.post_office.letters)
        with_us = [name for name in letters if name not in self.of_others]
        assert sorted(notice.message_id for notice in self._notices()) == sorted(with_us)

    def _notices(self) -> list[Any]:
        """Return what is to be mailed in this story, as it happened."""
        notices = books(self.house, "SELECT message_id, mail FROM notices WHERE mail != 'none' ORDER BY id")
        return [notice for notice in notices if notice.message_id not in self.of_others]

    def _new_letters(self, address: str, number: int) -> list[EmailMessage]:
        """Wait for so many letters to this person since the story began, and see that no more come."""

        def arrived() -> list[EmailMessage]:
            letters = self.house.post_office.letters_to(address)
            return [letter for letter in letters if message_id(letter) not in self.of_others]

        wait_for(lambda: len(arrived()) >= number)
        letters = arrived()
        assert len(letters) == number, [str(letter["Subject"]) for letter in letters]
        happened = [notice.message_id for notice in self._notices()]
        return sorted(letters, key=lambda letter: happened.index(message_id(letter)))


def the_letter(house: House, address: str) -> EmailMessage:
    """Wait for the first letter to this address."""
    wait_for(lambda: bool(house.post_office.letters_to(address)))
    return house.post_office.letters_to(address)[0]


def message_id(letter: EmailMessage) -> str:
    return str(letter["Message-ID"]).strip("<>")


def link_in(letter: EmailMessage) -> str:
    """Return the address that the letter leads to."""
    found = re.search(r"http://127\.0\.0\.1:\d+/\S+", plain_text(letter))
    assert found, plain_text(letter)
    return found.group()


def _of(points: int, most: int) -> re.Pattern[str]:
    """So many points of so many, whatever stands between the figures."""
    return re.compile(rf"{points}\s\S+\s{most}\b")


def _sent_in(answer: Response) -> str:
    """Return what was sent by a form, of which this is the answer."""
    return unquote_plus(answer.request.post_data or "") if answer.request.method == "POST" else ""


def _wait_until_saved(form: Locator) -> None:
    state = form.locator("[data-autosave-state]")
    expect(state).to_have_text(re.compile(r"\d\d:\d\d"))
    expect(state).to_have_attribute("data-state", "fine")
