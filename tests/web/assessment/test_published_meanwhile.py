"""A course is published anew while somebody is taking its quiz: the attempt stays with what it began with."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lms.domain.assessment import service
from lms.domain.assessment.models import Attempt, Correction
from lms.domain.content import service as content
from lms.domain.content.compiled import Module
from lms.domain.learning.models import Achievement
from lms.foundation.db import session
from tests.factories.content import make_question, make_quiz, make_revision

FIRST, SECOND = make_question("first"), make_question("second")
EXCHANGED = tuple(replace(each, right=each.key == "no") for each in FIRST.options)


@pytest.fixture
def story(make_story: Callable[..., Any]) -> Any:
    return make_story(quizzes=(make_quiz("final", FIRST, SECOND),))


def publish(story: Any, *questions: Any, **values: Any) -> Module:
    quizzes = (make_quiz("final", *questions),) if questions else ()
    module = make_revision(story.module, quizzes=quizzes, **values)
    service.look_for_corrections(module.module_id, module.revision_id)
    session.commit()
    return module


def begin(story: Any) -> Any:
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    return browser


def answer(browser: Any, story: Any, question: str, value: str) -> int:
    done = browser.post_form(story.quiz(rest=f"/answers/{question}?attempt=1"), {"answer": value})
    return int(done.status_code)


def hand_in(browser: Any, story: Any) -> Any:
    return browser.post_form(f"{story.quiz()}?attempt=1", {"hand-in": "", "anyway": "1"})


def result(story: Any, number: int = 1) -> tuple[int | None, int | None, int]:
    session.rollback()
    found = session.query(Attempt).filter_by(learner_id=story.learner.id, number=number).one()
    return found.score, found.max_score, found.revision_id


def test_an_open_attempt_stays_with_the_questions_it_began_with(story: Any) -> None:
    browser = begin(story)
    assert answer(browser, story, "first", "yes") == 303
    reworded = replace(FIRST, text_html={"lt": "<p>Visai kitaip?</p>", "en": "<p>Differently?</p>"})
    newer = publish(story, reworded, make_question("third"))
    page = browser.get(story.quiz()).text
    assert "Visai kitaip?" not in page
    for question in ("first", "second"):
        assert f"/quizzes/final/answers/{question}?attempt=1" in page
    assert "/answers/third" not in page
    assert answer(browser, story, "second", "yes") == 303
    assert answer(browser, story, "third", "yes") == 404
    done = hand_in(browser, story)
    assert done.status_code == 303
    assert "2 iš 2 balų" in browser.get(done.location).text
    assert result(story) == (2, 2, story.module.revision_id)
    entry = session.query(Achievement).filter_by(enrolment_id=story.enrolment.id).one()
    assert (entry.score, entry.revision_id) == (2, story.module.revision_id)
    assert session.query(Correction).count() == 0
    browser.post_form(story.quiz(), {"start": ""})
    page = browser.get(story.quiz()).text
    assert "Visai kitaip?" in page and "/answers/third" in page
    assert result(story, 2)[2] == newer.revision_id


@pytest.mark.parametrize(("given", "score", "raised"), [("yes", 2, 2), ("no", 1, 2)])
def test_a_key_corrected_meanwhile_marks_by_what_was_asked_and_is_looked_at(
    story: Any, given: str, score: int, raised: int
) -> None:
    browser = begin(story)
    answer(browser, story, "first", given)
    answer(browser, story, "second", "yes")
    publish(story, replace(FIRST, options=EXCHANGED), SECOND)
    before = session.query(Correction).count()  # somebody else's open attempt is not concerned yet
    assert before == 0
    done = hand_in(browser, story)
    assert f"{score} iš 2 balų" in browser.get(done.location).text
    assert result(story)[:2] == (score, 2)
    correction = session.query(Correction).one()
    author = story.browser(story.author)
    assert f"/lt/teach/corrections/{correction.id}" in author.get("/lt/teach").text
    author.post_form(f"/lt/teach/corrections/{correction.id}", {"mark-again": "1"})
    # What is right now raises at once; what is wrong now falls by a person's decision only.
    assert result(story)[:2] == (raised, 2)


def test_a_quiz_that_is_gone_or_withdrawn_meanwhile_can_still_be_handed_in(story: Any) -> None:
    browser = begin(story)
    publish(story)
    assert browser.get(story.quiz()).status_code == 200
    assert answer(browser, story, "first", "yes") == 303
    content.withdraw(story.slug, "test")
    session.commit()
    assert answer(browser, story, "second", "yes") == 303
    done = hand_in(browser, story)
    assert done.status_code == 303
    assert result(story)[:2] == (2, 2)
