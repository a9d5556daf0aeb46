"""The page of a corrected key: who sees it, what it decides, and what the learner reads of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries, service
from lms.domain.assessment.models import Attempt, Correction
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import make_matching, make_number, make_question, make_quiz, make_revision
from tests.factories.learning import make_enrolment

FIRST, SECOND = make_question("first"), make_question("second")
NOW = replace(FIRST, options=tuple(replace(each, right=each.key == "no") for each in FIRST.options))


class Corrected:
    """A story in which one attempt rises, one falls, and a key has been published anew."""

    def __init__(self, story: Any) -> None:
        self.story = story
        self.rises = self.hand_in(story.learner, story.enrolment, "no", "yes")
        self.falls = self.hand_in(make_user(name="Jonas Kazlauskas"), None, "yes", "yes")
        self.publish(NOW, SECOND)

    def hand_in(self, person: Any, enrolment: Any, *answers: str) -> int:
        place = enrolment or make_enrolment(person, self.story.module)
        given = {"first": [answers[0]], "second": [answers[1]]}
        attempt = make_attempt(place, self.story.module, answers=given)
        service.submit_attempt(actor_of(person), self.story.slug, "final", language="lt")
        return attempt.id

    def publish(self, *questions: Any) -> None:
        module = make_revision(self.story.module, quizzes=(make_quiz("final", *questions),))
        service.look_for_corrections(module.module_id, module.revision_id)
        session.commit()

    @property
    def id(self) -> int:
        return session.scalars(select(Correction.id).order_by(Correction.id.desc())).first() or 0

    def path(self, language: str = "lt", query: str = "") -> str:
        return f"/{language}/teach/corrections/{self.id}{query}"

    def send(self, browser: Any, button: str, **fields: Any) -> Any:
        return browser.post_form(self.path(), {**fields, button: "1"})

    def standing(self, attempt_id: int) -> tuple[int | None, bool | None]:
        session.rollback()
        attempt = session.get_one(Attempt, attempt_id)
        return attempt.score, attempt.is_passed


@pytest.fixture
def corrected(story: Any) -> Corrected:
    return Corrected(story)


def test_the_page_says_what_was_corrected_and_whose_results_would_change(corrected: Corrected) -> None:
    author = corrected.story.browser(corrected.story.author)
    lt, en = author.get(corrected.path()).text, author.get(corrected.path("en")).text
    assert "Klausimas Nr.\u00a01: Klausimas first" in lt
    assert "Question 1: Question first" in en
    assert lt.index("Anksčiau") < lt.index("<li>Taip</li>") < lt.index("<li>Ne</li>")
    assert "Ingrida Petrauskienė" in lt and "Jonas Kazlauskas" not in lt
    falling = author.get(corrected.path(query="?show=lowered")).text
    assert "Jonas Kazlauskas" in falling and "Ingrida Petrauskienė" not in falling
    assert "Daiva Šimkutė" not in falling, "her attempt is open still"
    assert "Tokių nėra." in author.get(corrected.path(query="?show=same")).text


def test_it_is_closed_to_others(corrected: Corrected) -> None:
    for person in (corrected.story.learner, corrected.story.other, corrected.story.stranger):
        browser = corrected.story.browser(person)
        assert browser.get(corrected.path()).status_code == 404
        assert corrected.send(browser, "mark-again").status_code == 404
    assert corrected.standing(corrected.rises) == (1, False)


def test_marking_again_and_deciding(corrected: Corrected) -> None:
    author = corrected.story.browser(corrected.story.author)
    done = corrected.send(author, "mark-again")
    assert (done.status_code, done.location) == (303, corrected.path())
    assert "Padidėjo 1 rezultatas." in author.get(corrected.path()).text
    assert (corrected.standing(corrected.rises), corrected.standing(corrected.falls)) == (
        (2, True),
        (2, True),
    )
    corrected.send(author, "mark-again")
    assert "Nebeliko rezultatų" in author.get(corrected.path()).text

    unchosen = corrected.send(author, "lower", reason="Raktas.", show="lowered")
    assert unchosen.status_code == 422
    assert "Pasirinkite bent vieną bandymą." in unchosen.text and "Raktas.</textarea>" in unchosen.text
    empty = corrected.send(author, "lower-all", reason=" ", show="lowered")
    assert empty.status_code == 422
    assert "Parašykite, kodėl" in empty.text
    assert corrected.standing(corrected.falls) == (2, True)
    chosen = corrected.send(
        author, "lower", attempt=[str(corrected.falls), "x"], reason="Raktas buvo klaidingas."
    )
    assert chosen.status_code == 303, chosen.text
    assert corrected.standing(corrected.falls) == (1, False)
    page = author.get(corrected.path()).text
    assert "Galutinai nusprendė Rasa Žemaitytė," in page
    assert "Raktas buvo klaidingas." in page
    told = session.scalars(select(Notice).filter_by(kind="result-corrected")).all()
    assert {notice.about["outcome"] for notice in told} == {"raised", "lowered"}
    assert len(told) == 2


def test_leaving_results_as_they_are(corrected: Corrected) -> None:
    author = corrected.story.browser(corrected.story.author)
    corrected.send(author, "mark-again")
    corrected.send(author, "leave")
    assert corrected.standing(corrected.falls) == (2, True)
    assert "Palikta, kaip buvo" in author.get(corrected.path()).text


def test_a_form_without_a_button_does_nothing(corrected: Corrected) -> None:
    author = corrected.story.browser(corrected.story.author)
    assert author.post_form(corrected.path(), {}).status_code == 303
    assert corrected.standing(corrected.rises) == (1, False)


def test_the_learner_reads_that_it_was_marked_again(corrected: Corrected) -> None:
    author, learner = corrected.story.browser(corrected.story.author), corrected.story.browser()
    before = learner.get(corrected.story.quiz()).text
    assert "Iš naujo įvertinta" not in before
    corrected.send(author, "mark-again")
    lt = learner.get(corrected.story.quiz()).text
    assert "Iš naujo įvertinta" in lt
    assert "Pataisytas klausimo Nr.\u00a01 raktas." in lt
    assert "Anksčiau: 1 iš 2 balų; dabar: 2 iš 2 balų." in lt
    assert "Jūsų atsakymas, neteisingas" not in lt, "the answer is shown as it is marked now"
    en = learner.get(corrected.story.quiz("en")).text
    assert "The key of question 1 was corrected." in en

    assert corrected.send(author, "lower-all", reason="Raktas buvo klaidingas.").status_code == 303
    assert corrected.standing(corrected.falls) == (1, False)
    assert "Raktas buvo klaidingas." not in learner.get(corrected.story.quiz()).text


def test_keys_of_every_kind_can_be_said(make_story: Callable[..., Any]) -> None:
    number, matching = make_number("second"), make_matching("first", points=2)
    story = make_story(quizzes=(make_quiz("final", matching, number),))
    place = story.enrolment
    make_attempt(place, story.module, answers={"first": ["public=private"], "second": ["14"]})
    service.submit_attempt(actor_of(story.learner), story.slug, "final", language="lt")
    assert number.numeric is not None
    public, private, civic = matching.pairs
    exchanged = (replace(public, right=private.right), replace(private, right=public.right), civic)
    module = make_revision(
        story.module,
        quizzes=(
            make_quiz(
                "final",
                replace(matching, pairs=exchanged),
                replace(number, numeric=replace(number.numeric, tolerance="20", is_percent=True)),
            ),
        ),
    )
    service.look_for_corrections(module.module_id, module.revision_id)
    session.commit()
    correction = queries.find_correction_about(module.module_id, "final")
    page = story.browser(story.author).get(f"/lt/teach/corrections/{correction}").text
    assert "Sektorius 1 – Veikėjas 1" in page and "Sektorius 1 – Veikėjas 2" in page
    assert "12,5 ± 0,5\u00a0Eur" in page and "12,5 ± 20\u00a0%" in page
    story.browser(story.author).post_form(f"/lt/teach/corrections/{correction}", {"mark-again": "1"})
    result = story.browser().get(story.quiz()).text
    assert "Pataisyti klausimų Nr.\u00a01 ir 2 raktai." in result
    assert "Jūsų atsakymas: Veikėjas 2" in result


def test_it_takes_few_statements(corrected: Corrected, statements: Callable[[], list[str]]) -> None:
    author = corrected.story.browser(corrected.story.author)
    for query in ("", "?show=lowered", "?show=done"):
        statements()
        author.get(corrected.path(query=query))
        assert len(statements()) <= 12
