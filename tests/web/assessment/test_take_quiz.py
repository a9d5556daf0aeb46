"""The quiz in the browser, with and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from lms.domain.assessment import queries
from lms.domain.assessment.models import Answer, Attempt
from lms.domain.content.compiled_questions import Option
from lms.domain.learning.models import Achievement
from lms.foundation.db import session
from tests.factories.assessment import make_attempt
from tests.factories.content import make_question, make_quiz, make_revision
from tests.factories.learning import make_achievement

SECRET = "Slaptas paaiskinimas"
QUESTIONS = (
    make_question(
        "first",
        options=(
            Option("yes", {"lt": "<p>Taip</p>", "en": "<p>Yes</p>"}, True, {"lt": f"<p>{SECRET} 1</p>"}),
            Option("no", {"lt": "<p>Ne</p>", "en": "<p>No</p>"}, False, {"lt": f"<p>{SECRET} 2</p>"}),
        ),
    ),
    make_question(
        "several",
        kind="multiple",
        points=2,
        options=tuple(
            Option(key, {"lt": f"<p>{key}</p>", "en": f"<p>{key}</p>"}, key in "ab", {}) for key in "abc"
        ),
    ),
    make_question("statement", kind="true-false", options=(), right=False),
    make_question(
        "word",
        kind="short",
        options=(),
        accept={"lt": ("slaptazodinis",), "en": ("secretword",)},
        forgive=("case",),
        feedback={"right": {"lt": f"<p>{SECRET} 3</p>"}, "wrong": {"lt": f"<p>{SECRET} 4</p>"}},
    ),
)


@pytest.fixture
def quiz_story(make_story: Callable[..., Any]) -> Any:
    return make_story(quizzes=(make_quiz("final", *QUESTIONS),))


def answer(browser: Any, story: Any, question: str, *values: str, **kwargs: Any) -> Any:
    return browser.post_form(story.quiz(rest=f"/answers/{question}"), {"answer": list(values)}, **kwargs)


def saved(story: Any) -> dict[str, list[str]]:
    session.rollback()
    attempt = (
        session.query(Attempt).filter_by(learner_id=story.learner.id).order_by(Attempt.number.desc()).first()
    )
    return {key: each.value for key, each in queries.read_answers(attempt.id).items()} if attempt else {}


def test_it_works(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    page = browser.get(quiz_story.quiz())
    assert page.status_code == 200
    assert 'name="start"' in page.text

    started = browser.post_form(quiz_story.quiz(), {"start": ""})
    assert started.status_code == 303
    page = browser.get(started.location)
    for question in QUESTIONS:
        assert f"/quizzes/final/answers/{question.key}?attempt=1" in page.text

    for question, values in [("first", ["yes"]), ("several", ["a", "c"]), ("statement", ["false"])]:
        done = answer(browser, quiz_story, question, *values)
        assert (done.status_code, done.location) == (303, quiz_story.quiz(rest=f"#question-{question}"))
    assert answer(browser, quiz_story, "word", "SLAPTAZODINIS").status_code == 303
    assert saved(quiz_story) == {
        "first": ["yes"],
        "several": ["a", "c"],
        "statement": ["false"],
        "word": ["SLAPTAZODINIS"],
    }

    done = browser.post_form(quiz_story.quiz() + "?attempt=1", {"hand-in": ""})
    assert done.status_code == 303
    result = browser.get(done.location).text
    assert "3 iš 5 balų" in result
    assert "60 %" in result.replace("\xa0", " ")
    entry = session.query(Achievement).filter_by(enrolment_id=quiz_story.enrolment.id).one()
    assert (entry.requirement_key, entry.score, entry.max_score, entry.is_passed) == (
        "quiz:final",
        3,
        5,
        False,
    )


def test_keys_and_feedback_come_only_with_the_result(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    before = [browser.get(quiz_story.quiz()).text]
    browser.post_form(quiz_story.quiz(), {"start": ""})
    before.append(browser.get(quiz_story.quiz()).text)
    answer(browser, quiz_story, "first", "no")
    before.append(browser.get(quiz_story.quiz()).text)
    before.append(browser.post_form(quiz_story.quiz(), {"hand-in": ""}).text)
    for text in before:
        assert SECRET not in text
        assert "slaptazodinis" not in text
        assert "secretword" not in text
        assert not re.search(r"\bright", text)
    after = browser.post_form(quiz_story.quiz(), {"hand-in": "", "anyway": "1"}, follow_redirects=True).text
    assert f"{SECRET} 2" in after
    assert f"{SECRET} 1" not in after  # The right answer is not given away while one may try again.
    assert "slaptazodinis" not in after


def test_the_right_answers_are_said_after_passing(quiz_story: Any) -> None:
    quiz_story.browser()
    make_attempt(
        quiz_story.enrolment,
        quiz_story.module,
        submitted_at=quiz_story.enrolment.enrolled_at,
        score=4,
        max_score=5,
        is_passed=True,
        answers={"first": ["yes"], "several": ["a", "b"], "statement": ["false"], "word": ["kitas"]},
    )
    session.commit()
    page = quiz_story.browser().get(quiz_story.quiz()).text
    assert "Teisingas atsakymas: slaptazodinis" in page
    assert f"{SECRET} 4" in page


def test_answers_are_there_again_in_another_tab_and_language(quiz_story: Any) -> None:
    quiz_story.browser().post_form(quiz_story.quiz(), {"start": ""})
    answer(quiz_story.browser(), quiz_story, "first", "no")
    answer(quiz_story.browser(), quiz_story, "word", "ąžuolas „x“ <b>")
    page = quiz_story.browser().get(quiz_story.quiz("en")).text
    assert 'id="question-first-no" value="no" checked' in page
    assert 'value="ąžuolas „x“ &lt;b&gt;"' in page
    assert "Question 1 of 4" in page


def test_a_script_gets_no_page_for_an_answer(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    done = answer(browser, quiz_story, "first", "no", headers={"X-Requested-With": "fetch"})
    assert (done.status_code, done.data) == (204, b"")
    assert saved(quiz_story) == {"first": ["no"]}


def test_saving_an_answer_costs_few_statements(quiz_story: Any, statements: Callable[[], list[str]]) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    answer(browser, quiz_story, "first", "no")
    statements()
    answer(browser, quiz_story, "first", "yes", headers={"X-Requested-With": "fetch"})
    assert len(statements()) == 3


def test_the_pages_cost_few_statements(quiz_story: Any, statements: Callable[[], list[str]]) -> None:
    browser = quiz_story.browser()
    counts = []
    for _ in range(2):
        browser.post_form(quiz_story.quiz(), {"start": ""})
        statements()
        browser.get(quiz_story.quiz())
        counts.append(len(statements()))
        browser.post_form(quiz_story.quiz(), {"hand-in": "", "anyway": "1"})
        statements()
        browser.get(quiz_story.quiz())
        counts.append(len(statements()))
    assert max(counts) <= 5


def test_unanswered_questions_are_named_and_may_stay_so(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    answer(browser, quiz_story, "first", "yes")
    refused = browser.post_form(quiz_story.quiz(), {"hand-in": ""})
    assert refused.status_code == 422
    assert 'href="#question-several"' in refused.text
    assert 'href="#question-first"' not in refused.text
    assert 'id="question-first-yes" value="yes" checked' in refused.text
    assert browser.post_form(quiz_story.quiz(), {"hand-in": "", "anyway": "1"}).status_code == 303


def test_sent_twice_it_is_one_result(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    for _ in range(2):
        form = {"hand-in": "", "anyway": "1"}
        assert browser.post_form(quiz_story.quiz() + "?attempt=1", form).status_code == 303
    session.rollback()
    assert session.query(Attempt).filter_by(learner_id=quiz_story.learner.id).count() == 1


def test_trying_again_and_reading_an_earlier_result(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    for _ in range(2):
        browser.post_form(quiz_story.quiz(), {"start": ""})
        browser.post_form(quiz_story.quiz(), {"hand-in": "", "anyway": "1"})
    page = browser.get(quiz_story.quiz()).text
    assert "?attempt=1" in page
    assert browser.get(quiz_story.quiz(rest="?attempt=1")).status_code == 200
    assert browser.get(quiz_story.quiz(rest="?attempt=9")).status_code == 404


def test_an_attempt_that_was_handed_in_takes_no_answer(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    browser.post_form(quiz_story.quiz(), {"hand-in": "", "anyway": "1"})
    late = browser.post_form(quiz_story.quiz(rest="/answers/first?attempt=1"), {"answer": "yes"})
    assert late.status_code == 409
    assert saved(quiz_story) == {}


def test_attempts_are_limited(make_story: Callable[..., Any]) -> None:
    story = make_story(quizzes=(make_quiz(attempts=1),))
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    assert 'name="start"' not in browser.get(story.quiz()).text
    assert browser.post_form(story.quiz(), {"start": ""}).status_code == 409


def test_a_quiz_dropped_by_a_later_revision_keeps_its_results(story: Any) -> None:
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    make_revision(story.module, quizzes=())
    session.commit()
    assert browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"}).status_code == 303
    page = browser.get(story.quiz())
    assert page.status_code == 200
    assert 'name="start"' not in page.text
    assert story.browser(story.stranger).get(story.quiz()).status_code == 404


@pytest.mark.parametrize("values", [["maybe"], ["yes", "no"]])
def test_what_was_not_offered_is_refused_with_the_form(quiz_story: Any, values: list[str]) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": ""})
    refused = answer(browser, quiz_story, "first", *values)
    assert refused.status_code == 422
    assert "question-first-error" in refused.text
    too_long = answer(browser, quiz_story, "word", "ž" * 501)
    assert too_long.status_code == 422
    assert "ž" * 501 in too_long.text
    assert saved(quiz_story) == {}


def test_it_is_closed_to_others(quiz_story: Any, client: Any) -> None:
    visitor = client.get(quiz_story.quiz())
    assert (visitor.status_code, "/sign-in" in visitor.location) == (303, True)
    stranger = quiz_story.browser(quiz_story.stranger)
    page = stranger.get(quiz_story.quiz())
    assert page.status_code == 200
    assert 'name="start"' not in page.text
    assert stranger.post_form(quiz_story.quiz(), {"start": ""}).status_code == 409
    assert answer(stranger, quiz_story, "first", "yes").status_code == 404
    assert stranger.post_form(quiz_story.quiz(), {"hand-in": ""}).status_code == 404
    session.rollback()
    assert session.query(Answer).count() == 1


def test_it_handles_a_missing_one(story: Any) -> None:
    browser = story.browser()
    for path in ["/lt/modules/nothing/quizzes/final", f"/lt/modules/{story.slug}/quizzes/nothing"]:
        assert browser.get(path).status_code == 404
        assert browser.post_form(path, {"start": ""}).status_code == 404
        assert browser.post_form(f"{path}/answers/first", {"answer": "yes"}).status_code == 404


def test_a_withdrawn_module_is_there_for_its_learners_only(story: Any) -> None:
    from tests.factories.content import make_module

    make_module(slug=story.slug, withdrawn=True)
    session.commit()
    assert story.browser().get(story.quiz()).status_code == 200
    assert story.browser(story.stranger).get(story.quiz()).status_code == 404


def test_it_speaks_both_languages(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    assert "Pradėti testą" in browser.get(quiz_story.quiz()).text
    assert "Begin the quiz" in browser.get(quiz_story.quiz("en")).text
    browser.post_form(quiz_story.quiz("en"), {"start": ""})
    assert "Klausimas 1 iš 4" in browser.get(quiz_story.quiz()).text
    assert "<p>Yes</p>" not in browser.get(quiz_story.quiz()).text
    browser.post_form(quiz_story.quiz("en"), {"hand-in": "", "anyway": "1"})
    assert "Not passed yet: 0 of 5 points, 0%." in browser.get(quiz_story.quiz("en")).text
    assert session.query(Attempt).filter_by(learner_id=quiz_story.learner.id).one().language == "en"


def test_an_address_of_a_question_leads_to_the_quiz(story: Any) -> None:
    led = story.browser().get(story.quiz(rest="/answers/first"))
    assert (led.status_code, led.location) == (303, story.quiz(rest="#question-first"))


def test_without_its_token_nothing_is_saved(story: Any) -> None:
    browser = story.browser()
    assert browser.post(story.quiz(), data={"start": ""}).status_code == 400
    session.rollback()
    assert session.query(Attempt).filter_by(learner_id=story.learner.id).count() == 0


def test_another_achievement_of_the_learner_is_untouched(story: Any) -> None:
    make_achievement(story.enrolment, "assignment:actor-map", story.module)
    session.commit()
    browser = story.browser()
    browser.post_form(story.quiz(), {"start": ""})
    browser.post_form(story.quiz(), {"hand-in": "", "anyway": "1"})
    session.rollback()
    entries = session.query(Achievement).filter_by(enrolment_id=story.enrolment.id).all()
    assert {(entry.requirement_key, entry.is_passed) for entry in entries} == {
        ("assignment:actor-map", True),
        ("quiz:final", False),
    }


def test_an_open_quiz_says_how_many_questions_are_answered(quiz_story: Any) -> None:
    browser = quiz_story.browser()
    browser.post_form(quiz_story.quiz(), {"start": "1"})
    assert "Atsakyta į 0 iš 4 klausimų" in browser.get(quiz_story.quiz()).text
    browser.post_form(quiz_story.quiz("lt", "/answers/first"), {"answer": "yes"})
    page = browser.get(quiz_story.quiz()).text
    assert page.count("Atsakyta į 1 iš 4 klausimų") == 2
    assert 'data-words="Atsakyta į {done} iš 4 klausimų"' in page
