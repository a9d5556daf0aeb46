"""Marks, late answers and more time at the same moment, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.domain.assessment import queries, service, timing
from lms.domain.assessment.models import AnswerMark, Attempt, TimeExtension
from lms.domain.assessment.service import AlreadyMarked, Grant, Mark, TimeIsUp
from lms.domain.learning.models import Achievement
from lms.foundation import clock
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session, unit_of_work
from tests.at_once import at_once, shared_database
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import make_module, make_open, make_question, make_quiz
from tests.factories.learning import make_enrolment

__all__ = ["shared_database"]
pytestmark = pytest.mark.usefixtures("shared_database")


def test_two_markers_make_one_result() -> None:
    with unit_of_work():
        module = make_module(quizzes=(make_quiz("final", make_open("why")),))
        learner, authored = make_user(), frozenset({module.module_id})
        markers = [actor_of(make_user(), authored_modules=authored) for _each in range(2)]
        attempt_id = make_attempt(
            make_enrolment(learner, module), module, answers={"why": ["Todėl."]},
            submitted_at=clock.now(), language="lt", is_waiting=True,
        ).id  # fmt: skip
    outcomes = at_once(
        *(
            lambda marker=marker, points=points: service.mark_answers(  # type: ignore[misc]
                marker, attempt_id, {"why": Mark(points)}, "lt"
            )
            for points, marker in enumerate(markers, 1)
        )
    )
    assert [type(each) for each in outcomes].count(AlreadyMarked) == 1
    assert outcomes.count(True) == 1
    with unit_of_work():
        (mark,) = session.scalars(select(AnswerMark))
        (entry,) = session.scalars(select(Achievement))
        assert entry.score == mark.points
        noted = select(func.count()).select_from(AuditEntry).filter_by(deed="attempt-marked")
        assert session.scalar(noted) == 1


def test_an_attempt_that_is_ended_twice_has_one_result() -> None:
    with unit_of_work():
        module = make_module(quizzes=(make_quiz("final", make_question("first"), time_limit_minutes=5),))
        learner = make_user()
        begun = clock.now() - timedelta(minutes=10)
        attempt_id = make_attempt(
            make_enrolment(learner, module), module, answers={"first": ["yes"]},
            started_at=begun, ends_at=begun + timedelta(minutes=5),
        ).id  # fmt: skip
        actor = actor_of(learner)
    outcomes = at_once(
        lambda: service.end_overdue(attempt_id),
        lambda: service.end_overdue(attempt_id),
        lambda: service.save_answer(actor, module.slug, "final", "first", ["no"], language="lt"),
        lambda: service.submit_attempt(actor, module.slug, "final", language="lt").score,
    )
    assert isinstance(outcomes[2], TimeIsUp)
    assert outcomes[3] == 1
    assert outcomes[:2].count(True) <= 1
    with unit_of_work():
        attempt = session.get_one(Attempt, attempt_id)
        assert (attempt.score, attempt.submitted_at) == (1, attempt.ends_at)
        assert len(list(session.scalars(select(Achievement)))) == 1


def test_two_authors_who_give_time_make_one_extension() -> None:
    with unit_of_work():
        module = make_module(quizzes=(make_quiz("final", make_question("first"), time_limit_minutes=5),))
        learner = make_user()
        make_enrolment(learner, module)
        authors = [actor_of(make_user()) for _each in range(2)]
    outcomes = at_once(
        *(
            lambda author=author, minutes=minutes: service.extend_time(  # type: ignore[misc]
                author, module, "final", learner.id, Grant(timing.More(minutes=minutes))
            )
            for minutes, author in enumerate(authors, 10)
        )
    )
    assert not [each for each in outcomes if isinstance(each, Exception)]
    with unit_of_work():
        (extension,) = session.scalars(select(TimeExtension))
        assert extension.minutes in (10, 11)
        assert queries.find_more_time(learner.id, module.module_id, "final") is not None
