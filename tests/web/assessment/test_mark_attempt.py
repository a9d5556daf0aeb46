"""Marking answers to open questions in the browser: by somebody else, whole points, one result."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment.models import AnswerMark, Attempt, Remarking
from lms.domain.learning.models import Achievement
from lms.domain.notifications.models import Notice
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_open, make_question, make_quiz

WORDS = "Pirma eilutė <b>ne</b>\n\nAntra eilutė"
GUIDANCE = ("Gairės vertintojui", "Guidance: a reason")
QUIZ = (make_question("first"), make_open("why"), make_open("how", points=2))


@pytest.fixture
def story(make_story: Callable[..., Any]) -> Any:
    return make_story(quizzes=(make_quiz("final", *QUIZ),), requirements=("quiz:final",))


def answer(browser: Any, story: Any, question: str, words: str, language: str = "lt", **more: Any) -> Any:
    return browser.post_form(story.quiz(language, f"/answers/{question}"), {"answer": words}, **more)


def handed_in(story: Any, **answers: str) -> int:
    """The learner's answers waiting for a mark; returns the attempt's id."""
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    for question, words in ({"first": "yes", "why": WORDS, "how": "Taip."} | answers).items():
        assert answer(browser, story, question, words).status_code == 303
    assert browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"}).status_code == 303
    session.rollback()
    attempt = session.scalars(
        select(Attempt).filter_by(learner_id=story.learner.id).order_by(Attempt.id.desc())
    ).first()
    assert attempt is not None
    return attempt.id


def rows(table: Any, **named: Any) -> list[Any]:
    session.rollback()
    return list(session.scalars(select(table).filter_by(**named)))


def path(attempt_id: int, language: str = "lt") -> str:
    return f"/{language}/teach/attempts/{attempt_id}"


def test_it_works(story: Any) -> None:
    attempt_id = handed_in(story)
    learner, author = story.browser(), story.browser(story.author)
    waiting = learner.get(story.quiz()).text
    assert "Atsakymai gauti, juos įvertins modulio rengėjas" in waiting
    assert "2 atsakymai laukia įvertinimo." in waiting
    assert "Už jau įvertintus atsakymus skirta: 1 iš 1 balo." in waiting
    assert rows(Achievement) == []
    page = author.get(path(attempt_id)).text
    assert GUIDANCE[0] in page
    assert 'lang="lt">Pirma eilutė &lt;b&gt;ne&lt;/b&gt;\n\nAntra eilutė' in page
    marks = {"points-why": "3", "comment-why": "Gerai <i>!</i>", "points-how": "2,0", "comment-how": ""}
    done = author.post_form(path(attempt_id), {**marks, "all": "1"})
    assert (done.status_code, done.location) == (303, path(attempt_id))
    (attempt,) = rows(Attempt, id=attempt_id)
    assert (attempt.score, attempt.max_score, attempt.is_passed, attempt.is_waiting) == (6, 7, True, False)
    (entry,) = rows(Achievement, requirement_key="quiz:final")
    assert (entry.score, entry.max_score, entry.is_passed) == (6, 7, True)
    assert [each.deed for each in rows(AuditEntry, subject=f"attempt:{attempt_id}")] == ["attempt-marked"]
    (notice,) = rows(Notice, kind="attempt-marked")
    assert (notice.recipient_id, notice.about["also"]) == (story.learner.id, "module-completed")
    result = learner.get(f"/lt/notices/{notice.id}", follow_redirects=True).text
    assert "Išlaikyta: 6 iš 7 balų" in result
    assert "Gerai &lt;i&gt;!&lt;/i&gt;" in result
    assert f"Vertino {story.author.name}" in result
    again = author.get(path(attempt_id)).text
    assert "6 iš 7 balų" in again
    assert 'name="all"' not in again, "marks are corrected with a reason only"


def test_guidance_never_reaches_the_learner(story: Any) -> None:
    browser = story.browser()
    pages = [browser.get(story.quiz(language)).text for language in ("lt", "en")]
    attempt_id = handed_in(story)
    pages += [browser.get(story.quiz(language)).text for language in ("lt", "en")]
    marks = {"points-why": "0", "points-how": "0", "all": "1"}
    assert story.browser(story.author).post_form(path(attempt_id), marks).status_code == 303
    pages += [browser.get(story.quiz(language)).text for language in ("lt", "en")]
    pages += [answer(browser, story, "why", "x" * 10_001, language).text for language in ("lt", "en")]
    for page in pages:
        assert not any(words in page for words in GUIDANCE)


def test_it_is_closed_to_others(story: Any) -> None:
    attempt_id = handed_in(story)
    make_staff(story.learner, module=story.module)
    session.commit()
    for person in (story.learner, story.other, story.stranger):
        browser = story.browser(person)
        assert browser.get(path(attempt_id)).status_code == 404
        assert browser.post_form(path(attempt_id), {"points-why": "4", "all": "1"}).status_code == 404
    author = story.browser(story.author)
    (others,) = rows(Attempt, learner_id=story.other.id)
    assert author.get(path(others.id)).status_code == 404, "an attempt that waits for nobody is its learner's"
    assert author.get(path(999_999)).status_code == 404
    assert rows(AnswerMark) == []


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1,5", "Čia skiriami tik sveikieji balai"),
        ("5", "nuo 0 iki 4"),
        ("-1", "nuo 0 iki 4"),
        ("1e999999999", "nuo 0 iki 4"),
        ("daug", "nuo 0 iki 4"),
        ("", "Įrašykite, kiek balų vertas šis atsakymas"),
    ],
)
def test_points_are_whole_and_within_bounds(story: Any, typed: str, reason: str) -> None:
    attempt_id = handed_in(story)
    fields = {"points-why": typed, "comment-why": "Mintis", "points-how": "1", "all": "1"}
    refused = story.browser(story.author).post_form(path(attempt_id), fields)
    assert refused.status_code == 422
    assert reason in refused.text
    assert "Mintis" in refused.text
    assert rows(AnswerMark) == []


def test_marks_are_saved_one_by_one_and_seen_once_all_are_there(story: Any) -> None:
    attempt_id = handed_in(story)
    author, learner = story.browser(story.author), story.browser()
    lost = author.post_form(path(attempt_id), {"points-why": "3", "comment-how": "Be balų", "some": "1"})
    assert lost.status_code == 422
    saved = author.post_form(path(attempt_id), {"points-why": "3", "comment-why": "Slapta", "some": "1"})
    assert saved.location == f"{path(attempt_id)}#marking"
    assert "Slapta" in author.get(path(attempt_id)).text
    assert "Slapta" not in learner.get(story.quiz()).text
    assert rows(Achievement) == rows(Notice, kind="attempt-marked") == []
    both = {"points-why": "4", "points-how": "1", "all": "1"}
    assert author.post_form(path(attempt_id), both).status_code == 303
    assert {each.question: each.points for each in rows(AnswerMark)} == {"why": 4, "how": 1}
    twice = author.post_form(path(attempt_id), both)
    assert twice.status_code == 303
    assert author.post_form(path(attempt_id), {**both, "points-how": "0"}).status_code == 409
    assert len(rows(Notice, kind="attempt-marked")) == 1


def test_a_comment_is_read_also_where_only_the_result_is_shown(make_story: Callable[..., Any]) -> None:
    story = make_story(quizzes=(make_quiz("final", *QUIZ, review="result-only"),))
    attempt_id = handed_in(story)
    marks = {"points-why": "3", "comment-why": "Mintis <b>gera</b>", "points-how": "1", "comment-how": " "}
    story.browser(story.author).post_form(path(attempt_id), {**marks, "all": "1"})
    page = story.browser().get(story.quiz()).text
    assert "Mintis &lt;b&gt;gera&lt;/b&gt;" in page
    assert page.count("Vertino ") == 1 and story.author.name in page
    assert "Jūsų atsakymai" not in page and "Pirma eilutė" not in page


def test_of_two_markers_the_second_is_told_and_keeps_the_words(story: Any) -> None:
    attempt_id = handed_in(story)
    second = make_user(name="Ieva Kazlauskaitė")
    make_staff(second, module=story.module)
    session.commit()
    story.browser(story.author).post_form(path(attempt_id), {"points-why": "1", "some": "1"})
    browser = story.browser(second)
    assert 'name="points-why"' not in browser.get(path(attempt_id)).text
    late = browser.post_form(
        path(attempt_id), {"points-why": "4", "comment-why": "Mano žodžiai", "points-how": "2", "all": "1"}
    )
    assert late.status_code == 409
    told = ("Mano žodžiai", "Per tą laiką atsakymai jau įvertinti", story.author.name, "likusius")
    assert [words for words in told if words not in late.text] == []
    assert 'name="all"' not in late.text
    assert [each.points for each in rows(AnswerMark)] == [1]
    assert browser.post_form(path(attempt_id), {"points-how": "2", "all": "1"}).status_code == 303
    (attempt,) = rows(Attempt, id=attempt_id)
    assert attempt.score == 4


def test_the_next_attempt_is_offered(story: Any) -> None:
    first = handed_in(story)
    session.rollback()
    other = session.query(Attempt).filter_by(learner_id=story.other.id).one()
    other_browser = story.browser(story.other)
    assert answer(other_browser, story, "how", "Kitaip.").status_code == 303
    other_browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    author = story.browser(story.author)
    marks = {"points-why": "1", "points-how": "1", "next": "1"}
    assert author.post_form(path(first), marks).location == path(other.id)
    assert author.post_form(path(other.id), {"points-how": "1", "next": "1"}).location == "/lt/teach"


def test_no_attempt_begins_while_one_is_being_marked(story: Any) -> None:
    handed_in(story)
    browser = story.browser()
    page = browser.get(story.quiz()).text
    assert "Kitą bandymą galėsite pradėti, kai bus įvertintas šis." in page
    assert 'name="start"' not in page
    refused = browser.post_form(story.quiz(), {"start": ""})
    assert refused.status_code == 409
    assert "Paskutinis jūsų bandymas dar vertinamas." in refused.text


def test_an_empty_open_answer_needs_nobody(story: Any) -> None:
    attempt_id = handed_in(story, why="  \n ", how="")
    (attempt,) = rows(Attempt, id=attempt_id)
    assert (attempt.is_waiting, attempt.score, attempt.max_score) == (False, 1, 7)
    assert story.browser(story.author).get(path(attempt_id)).status_code == 404
    assert "Neatsakyta" in story.browser().get(story.quiz()).text


def test_it_speaks_english(story: Any) -> None:
    attempt_id = handed_in(story)
    page = story.browser(story.author).get(path(attempt_id, "en")).text
    assert GUIDANCE[1] in page
    assert "Points, from 0 to 4" in page
    assert "Received; an author will mark your answers" in story.browser().get(story.quiz("en")).text


def test_the_page_keeps_to_its_statements(story: Any, statements: Callable[[], list[str]]) -> None:
    attempt_id = handed_in(story)
    author = story.browser(story.author)
    author.get(path(attempt_id))
    statements()
    author.get(path(attempt_id))
    assert len(statements()) <= 12


def corrected(browser: Any, attempt_id: int, **fields: str) -> Any:
    sent = {key.replace("_", "-"): words for key, words in fields.items()}
    return browser.post_form(f"{path(attempt_id)}/marks", sent)


def marked(story: Any, why: str, how: str) -> int:
    attempt_id = handed_in(story)
    marks = {"points-why": why, "points-how": how, "comment-why": "Gerai.", "all": "1"}
    assert story.browser(story.author).post_form(path(attempt_id), marks).status_code == 303
    return attempt_id


def test_a_mistyped_mark_is_corrected_upwards_and_downwards(story: Any) -> None:
    attempt_id = marked(story, "0", "0")
    author, learner = story.browser(story.author), story.browser()
    assert 'name="points-why"' in author.get(path(attempt_id)).text
    done = corrected(author, attempt_id, points_why="4", points_how="0", reason="Suklydau.")
    assert (done.status_code, done.location) == (303, f"{path(attempt_id)}#result")
    (attempt,) = rows(Attempt, id=attempt_id)
    assert (attempt.score, attempt.max_score, attempt.is_passed) == (5, 7, True)
    (entry,) = rows(Achievement, requirement_key="quiz:final")
    assert (entry.score, entry.is_passed) == (5, True)
    assert (
        corrected(author, attempt_id, points_why="4", points_how="0", reason="Suklydau.").status_code == 303
    )
    (notice,) = rows(Notice, kind="result-corrected")
    assert (notice.recipient_id, notice.about["outcome"]) == (story.learner.id, "raised")
    result = learner.get(f"/lt/notices/{notice.id}", follow_redirects=True).text
    for words in (
        "Išlaikyta: 5 iš 7 balų",
        "Suklydau.",
        "Gerai.",
        "Anksčiau: 1 iš 7 balų; dabar: 5 iš 7 balų",
    ):
        assert words in result
    assert "raktas" not in result
    assert corrected(author, attempt_id, points_why="1", reason="Vis dėlto ne.").status_code == 303
    (attempt,) = rows(Attempt, id=attempt_id)
    assert (attempt.score, attempt.is_passed) == (2, False)
    (entry,) = rows(Achievement, requirement_key="quiz:final")
    assert (entry.score, entry.is_passed) == (2, True), "a completed module stays completed"
    deeds = [each.deed for each in rows(AuditEntry, subject=f"attempt:{attempt_id}")]
    assert deeds == ["attempt-marked", "marks-corrected", "marks-corrected"]
    records = [(each.outcome, each.old_score, each.new_score) for each in rows(Remarking)]
    assert records == [("raised", 1, 5), ("lowered", 5, 2)]


def test_a_mark_is_corrected_with_a_reason_and_by_who_gave_it(story: Any) -> None:
    attempt_id = marked(story, "0", "2")
    author = story.browser(story.author)
    refused = corrected(author, attempt_id, points_why="3", points_how="2", reason=" ")
    assert refused.status_code == 422
    assert "Parašykite, kodėl keičiate balus" in refused.text
    assert 'value="3"' in refused.text
    assert f'href="/en/teach/attempts/{attempt_id}"' in refused.text, "a page, not what a form is sent to"
    assert corrected(author, attempt_id, points_why="9", reason="x").status_code == 422
    second = make_user()
    make_staff(second, module=story.module)
    session.commit()
    other = story.browser(second)
    assert "points-why" not in other.get(path(attempt_id)).text
    assert corrected(other, attempt_id, points_why="4", reason="x").status_code == 303
    assert [each.points for each in rows(AnswerMark)] == [0, 2]
    assert rows(Notice, kind="result-corrected") == []


def test_points_may_move_between_answers_and_the_result_stay(story: Any) -> None:
    attempt_id = marked(story, "0", "2")
    author = story.browser(story.author)
    assert (
        corrected(author, attempt_id, points_why="2", points_how="0", reason="Sukeičiau.").status_code == 303
    )
    (attempt,) = rows(Attempt, id=attempt_id)
    assert attempt.score == 3
    assert rows(Notice, kind="result-corrected") == []
    assert "Sukeičiau." in story.browser().get(story.quiz()).text
