"""Answers to open questions: a person gives each its points; with the last one the attempt has its result."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import marking, queries
from lms.domain.assessment.events import AttemptMarked
from lms.domain.assessment.models import AnswerMark, Attempt
from lms.domain.assessment.service import finishing
from lms.domain.content.compiled_questions import Question
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.i18n import format_number
from lms.foundation.i18n import gettext as _

LONGEST_COMMENT = 10_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What a marker gives for one answer."""

    points: int
    comment: str = ""


class AlreadyMarked(Conflict):
    """Somebody else has marked one of these answers in the meantime; their mark stands."""


def mark_answers(actor: Actor, attempt_id: int, marks: Mapping[str, Mark], language: str) -> bool:
    """Mark answers by question, and tell whether the attempt has its result now; the learner is told then.

    A mark may be changed by whoever gave it until the last answer has one; after that it is corrected.
    """
    attempt = queries.get_attempt_for_change(attempt_id)
    if attempt.learner_id == actor.id:
        raise NotAllowed()
    if attempt.submitted_at is None:
        raise NotFound()
    questions = questions_to_mark(attempt)
    for key, mark in marks.items():
        if key not in questions:
            raise NotFound()
        _check(questions[key], mark)
        _enter(actor, attempt, key, mark, language)
    session.flush()
    if not attempt.is_waiting:
        return True
    if not finishing.score(attempt):
        return False
    _tell(actor, attempt)
    finishing.enter_result(attempt)
    return True


def questions_to_mark(attempt: Attempt | queries.MarkableAttempt) -> dict[str, Question]:
    """Return the open questions of the attempt that were answered, in its order, for who marks them."""
    quiz = finishing.quiz_of(attempt)
    answers = queries.read_answers(attempt.id)
    return {
        question.key: question
        for question in marking.in_order(quiz, attempt.draw)
        if question.key in answers and marking.needs_person(question, answers[question.key].value)
    }


def check_points(question: Question, points: int) -> None:
    """Refuse points that the question does not have."""
    if not 0 <= points <= question.points:
        raise Invalid(
            _("Please write whole points, from 0 to %(most)s.", most=question.points),
            f"points-{question.key}",
        )


def _check(question: Question, mark: Mark) -> None:
    check_points(question, mark.points)
    if len(mark.comment) > LONGEST_COMMENT:
        raise Invalid(
            _("Please shorten the comment to %(num)s characters.", num=format_number(LONGEST_COMMENT)),
            f"comment-{question.key}",
        )


def _enter(actor: Actor, attempt: Attempt, key: str, mark: Mark, language: str) -> None:
    """Enter the mark; the same form sent twice is one mark, another person's is never written over."""
    found = queries.find_mark(attempt.id, key)
    if found is not None and (found.points, found.comment) == (mark.points, mark.comment):
        return
    if not attempt.is_waiting or (found is not None and found.marker_id != actor.id):
        raise AlreadyMarked(_("This answer has been marked in the meantime."))
    if found is None:
        found = AnswerMark(attempt_id=attempt.id, question=key)
        session.add(found)
    found.marker_id, found.marked_at, found.language = actor.id, clock.now(), language
    found.points, found.comment = mark.points, mark.comment


def _tell(actor: Actor, attempt: Attempt) -> None:
    audit.record(
        actor.label,
        "attempt-marked",
        f"attempt:{attempt.id}",
        score=attempt.score,
        max_score=attempt.max_score,
        is_passed=attempt.is_passed,
    )
    events.publish(
        AttemptMarked(
            attempt_id=attempt.id,
            learner_id=attempt.learner_id,
            marker_id=actor.id,
            module_id=attempt.module_id,
        )
    )
