"""What an author decides about attempts: which questions are drawn, and how long one waits between two."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from lms.domain.assessment import marking, queries, service
from lms.domain.assessment.models import Attempt
from lms.domain.content.compiled import Draw, Quiz
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotFound
from tests.domain.assessment.test_quizzes import Story
from tests.factories.content import make_question, make_quiz

SEEDS = st.one_of(st.integers(1, 10_000), st.text("0123456789abcdef", min_size=1, max_size=16))


def drawing_quiz(order: str = "fixed") -> Quiz:
    """Two questions that are always asked, two of four easy and one of three hard ones."""
    return make_quiz(
        "final",
        make_question("first"),
        *[make_question(f"easy-{n}", pool="easy") for n in range(4)],
        make_question("last"),
        *[make_question(f"hard-{n}", pool="hard", points=3) for n in range(3)],
        draw=(Draw("easy", 2), Draw("hard", 1)),
        order=order,
    )


@given(SEEDS, st.sampled_from(["fixed", "random"]))
def test_a_draw_is_the_same_wherever_it_is_made_and_earns_the_same_at_most(
    seed: int | str, order: str
) -> None:
    quiz = drawing_quiz(order)
    asked = marking.in_order(quiz, seed)
    assert asked == marking.in_order(drawing_quiz(order), seed)
    assert sorted(question.pool for question in asked) == ["", "", "easy", "easy", "hard"]
    assert len({question.key for question in asked}) == len(asked) == quiz.asked_count
    assert sum(question.points for question in asked) == quiz.max_points == 7
    marks = marking.mark_quiz(quiz, asked, {question.key: ["yes"] for question in quiz.questions})
    assert (marks.score, marks.max_score, marks.is_passed) == (7, 7, True)


def test_every_question_of_a_pool_is_drawn_about_as_often() -> None:
    times: dict[str, int] = {}
    for seed in range(400):
        for question in marking.in_order(drawing_quiz(), f"{seed:x}"):
            times[question.key] = times.get(question.key, 0) + 1
    assert all(150 <= times[f"easy-{n}"] <= 250 for n in range(4))
    assert all(90 <= times[f"hard-{n}"] <= 180 for n in range(3))


@pytest.mark.usefixtures("database")
def test_only_what_was_drawn_can_be_answered_and_counts() -> None:
    story = Story(quizzes=(drawing_quiz(),))
    story.start()
    asked = {question.key for question in marking.in_order(drawing_quiz(), story.attempts()[0].draw)}
    for question in drawing_quiz().questions:
        if question.key in asked:
            story.answer(question.key, "yes")
        else:
            with pytest.raises(NotFound):
                story.answer(question.key, "yes")
    attempt = story.submit()
    assert (attempt.score, attempt.max_score) == (7, 7)
    assert set(queries.read_answers(attempt.id)) == asked


@pytest.mark.usefixtures("database")
def test_who_has_to_wait_is_told_until_when() -> None:
    story = Story(quizzes=(make_quiz("final", wait_minutes=60),))
    story.start()
    story.submit(anyway=True)
    with pytest.raises(Conflict) as refused:
        service.start_attempt(story.actor, story.module, "final")
    assert "Kitą bandymą galėsite pradėti" in str(refused.value)
    earlier = clock.now() - timedelta(minutes=61)
    session.execute(
        update(Attempt).where(Attempt.learner_id == story.learner.id).values(submitted_at=earlier)
    )
    session.expire_all()
    story.start()
    assert [attempt.number for attempt in story.attempts()] == [1, 2]
