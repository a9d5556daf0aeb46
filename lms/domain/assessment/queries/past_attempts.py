"""Attempts that were marked: what corrected keys would make of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from lms.domain.accounts.models import User
from lms.domain.assessment import remarking
from lms.domain.assessment.models import Answer, Attempt, Remarking
from lms.domain.assessment.remarking import Change, Past
from lms.domain.content import queries as content
from lms.domain.content.compiled_questions import Question
from lms.foundation.db import session

IS_MARKED = (Attempt.submitted_at.is_not(None), Attempt.score.is_not(None), Attempt.is_waiting.is_(False))


def list_quizzes_taken(module_id: int) -> list[str]:
    """Return the quizzes of the module that have marked attempts."""
    taken = select(Attempt.quiz).where(Attempt.module_id == module_id, *IS_MARKED).distinct()
    return sorted(session.scalars(taken))


def count_waiting_attempts(module_id: int, quiz: str) -> int:
    """Count the attempts at a quiz that a person has still to mark before a key can concern them."""
    waiting = select(func.count()).where(
        Attempt.module_id == module_id, Attempt.quiz == quiz, Attempt.is_waiting
    )
    return session.scalar(waiting) or 0


def list_past(
    module_id: int, quiz: str, *, for_update: bool = False, attempt_id: int | None = None
) -> list[Past]:
    """Return the marked attempts at a quiz with what was decided on them, in the order of handing in."""
    decided = _decisions(module_id, quiz)
    statement = (
        select(
            Attempt.id,
            Attempt.enrolment_id,
            Attempt.learner_id,
            Attempt.number,
            Attempt.revision_id,
            Attempt.seed,
            Attempt.language,
            Attempt.submitted_at,
            Attempt.score,
            Attempt.max_score,
            Attempt.is_passed,
            User.name,
        )
        .join(User, User.id == Attempt.learner_id)
        .where(Attempt.module_id == module_id, Attempt.quiz == quiz, *IS_MARKED)
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    if attempt_id is not None:
        statement = statement.where(Attempt.id == attempt_id)
    if for_update:
        statement = statement.with_for_update(of=Attempt)
    return [_past(row, decided.get(row.id, ())) for row in session.execute(statement)]


def _decisions(module_id: int, quiz: str) -> Mapping[int, list[Any]]:
    """Return by attempt what people decided on it under earlier corrections, oldest first."""
    rows = session.execute(
        select(Remarking.attempt_id, Remarking.to_revision_id, Remarking.outcome, Remarking.points)
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .where(Attempt.module_id == module_id, Attempt.quiz == quiz)
        .order_by(Remarking.id)
    )
    found = defaultdict(list)
    for row in rows:
        found[row.attempt_id].append(row)
    return found


def _past(attempt: Any, decisions: Sequence[Any]) -> Past:
    return Past(
        id=attempt.id,
        enrolment_id=attempt.enrolment_id,
        learner_id=attempt.learner_id,
        number=attempt.number,
        revision_id=attempt.revision_id,
        seed=attempt.seed or attempt.id,
        language=attempt.language or "",
        submitted_at=attempt.submitted_at,
        score=attempt.score,
        max_score=attempt.max_score,
        is_passed=bool(attempt.is_passed),
        learner_name=attempt.name,
        decided_on=decisions[-1].to_revision_id if decisions else None,
        worth={key: each["of"] for row in decisions for key, each in row.points.items()},
    )


def list_changes(
    module_id: int,
    quiz: str,
    to_revision_id: int,
    *,
    for_update: bool = False,
    attempt_id: int | None = None,
) -> list[Change]:
    """Return what the keys of a revision make of the attempts that somebody has still to decide on.

    An attempt is among them where a key of a question that it asked is another than the one by which it was
    marked, or decided on, last; its result may be the same all the same.
    """
    past = list_past(module_id, quiz, for_update=for_update, attempt_id=attempt_id)
    wanted = {each.revision_id for each in past} | {each.decided_on for each in past if each.decided_on}
    quizzes = {
        number: module.quiz(quiz)
        for number, module in content.get_revisions({*wanted, to_revision_id}).items()
    }
    now = quizzes[to_revision_id]
    if now is None:
        return []
    corrected: dict[tuple[int, int | None], list[Question]] = {}
    for each in past:
        way = (each.revision_id, each.decided_on)
        asked = quizzes[each.revision_id]
        if asked is not None and way not in corrected:
            decided = quizzes[each.decided_on] if each.decided_on else None
            corrected[way] = remarking.corrected_questions(asked, decided, now)
    keys = {question.key for questions in corrected.values() for question in questions}
    answers = _answers_to(module_id, quiz, keys, attempt_id) if keys else {}
    found = []
    for each in past:
        asked = quizzes[each.revision_id]
        questions = corrected.get((each.revision_id, each.decided_on))
        if asked is not None and questions:
            found.append(remarking.change(each, asked, questions, now, answers.get(each.id, {})))
    return [change for change in found if change is not None]


def _answers_to(
    module_id: int, quiz: str, questions: set[str], attempt_id: int | None
) -> Mapping[int, dict[str, tuple[Sequence[str], int]]]:
    statement = (
        select(Answer.attempt_id, Answer.question, Answer.value, Answer.points)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(Attempt.module_id == module_id, Attempt.quiz == quiz, *IS_MARKED)
        .where(Answer.question.in_(questions))
    )
    if attempt_id is not None:
        statement = statement.where(Attempt.id == attempt_id)
    found: dict[int, dict[str, tuple[Sequence[str], int]]] = defaultdict(dict)
    for row in session.execute(statement):
        found[row.attempt_id][row.question] = (row.value, row.points or 0)
    return found
