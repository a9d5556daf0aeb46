"""Ending an attempt: what a program can mark is marked, the rest waits for a person; then the register."""

from datetime import datetime

from lms.domain.assessment import marking, queries
from lms.domain.assessment.events import AnswersReceived
from lms.domain.assessment.models import Attempt
from lms.domain.assessment.service.remarking import look_at_attempt
from lms.domain.content import queries as content
from lms.domain.content.compiled import Quiz
from lms.domain.learning import service as register
from lms.foundation import events
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def quiz_of(attempt: Attempt | queries.MarkableAttempt) -> Quiz:
    """Return the quiz that the attempt began with, whatever has been published since."""
    quiz = content.get_revision(attempt.revision_id).quiz(attempt.quiz)
    if quiz is None:
        raise NotFound()
    return quiz


def hand_in(attempt: Attempt, *, at: datetime, language: str) -> None:
    """Take the attempt from its learner as it stands, and give its result or let it wait for a person."""
    attempt.submitted_at, attempt.language = at, language
    if score(attempt):
        enter_result(attempt)
        return
    attempt.is_waiting = True
    session.flush()
    events.publish(
        AnswersReceived(attempt_id=attempt.id, learner_id=attempt.learner_id, module_id=attempt.module_id)
    )


def score(attempt: Attempt) -> bool:
    """Give the attempt its score once every answer has its mark; tell whether it has one."""
    quiz = quiz_of(attempt)
    saved = {answer.question: answer for answer in queries.list_answers(attempt.id)}
    answers = {key: answer.value for key, answer in saved.items()}
    given = {key: mark.points for key, mark in queries.read_marks(attempt.id).items()}
    marks = marking.mark_quiz(quiz, marking.in_order(quiz, attempt.draw), answers, given)
    for key, answer in saved.items():
        answer.points = None if key in marks.waiting else marks.points.get(key, 0)
    if marks.waiting:
        return False
    attempt.is_waiting = False
    attempt.score, attempt.max_score, attempt.is_passed = marks.score, marks.max_score, marks.is_passed
    session.flush()
    return True


def enter_result(attempt: Attempt) -> None:
    """Enter the score of the attempt in the register; see whether a corrected key gives it another."""
    register.record_achievement(
        attempt.enrolment_id,
        f"quiz:{attempt.quiz}",
        score=attempt.score,
        max_score=attempt.max_score,
        is_passed=bool(attempt.is_passed),
        language=attempt.language or "",
        revision_id=attempt.revision_id,
        source=f"attempt:{attempt.id}",
    )
    look_at_attempt(attempt)
