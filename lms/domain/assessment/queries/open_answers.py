"""Answers that a person marks: whose they are, which wait for whom, and the marks that were given."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment.models import Answer, AnswerMark, Attempt
from lms.domain.assessment.queries.waiting import answered_by
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class MarkableAttempt:
    """An attempt as its markers see it; enough for the policy to decide."""

    id: int
    learner_id: int
    learner_name: str
    module_id: int
    module: str
    quiz: str
    number: int
    revision_id: int
    draw: int | str
    submitted_at: datetime
    is_waiting: bool
    score: int | None
    max_score: int | None
    is_passed: bool | None
    programme_ids: frozenset[int]

    @property
    def learner_ids(self) -> frozenset[int]:
        """Whose it is, as a set: nobody marks their own."""
        return frozenset({self.learner_id})


@dataclass(frozen=True, slots=True)
class MarkView:
    """A mark with the name of who gave it."""

    points: int
    comment: str
    language: str
    marker_id: int
    marker_name: str
    marked_at: datetime


class TextAnswer(NamedTuple):
    """What was written, and in which language."""

    text: str
    language: str


_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == Attempt.module_id)
    .correlate(Attempt)
    .scalar_subquery()
)


def get_attempt_to_mark(attempt_id: int) -> MarkableAttempt:
    """Return an attempt with answers that a person marks or has marked; others are their learners' alone."""
    has_marks = select(AnswerMark.id).where(AnswerMark.attempt_id == Attempt.id).exists()
    row = session.execute(
        select(Attempt, User.name, Module.slug, _PROGRAMMES)
        .join(User, User.id == Attempt.learner_id)
        .join(Module, Module.id == Attempt.module_id)
        .where(Attempt.id == attempt_id, Attempt.is_waiting.is_(True) | has_marks)
    ).one_or_none()
    if row is None:
        raise NotFound()
    attempt, learner_name, module, programmes = row
    return MarkableAttempt(
        id=attempt.id,
        learner_id=attempt.learner_id,
        learner_name=learner_name,
        module_id=attempt.module_id,
        module=module,
        quiz=attempt.quiz,
        number=attempt.number,
        revision_id=attempt.revision_id,
        draw=attempt.seed or attempt.id,
        submitted_at=attempt.submitted_at,
        is_waiting=attempt.is_waiting,
        score=attempt.score,
        max_score=attempt.max_score,
        is_passed=attempt.is_passed,
        programme_ids=frozenset(int(each) for each in (programmes or "").split(",") if each),
    )


def read_texts(attempt_id: int) -> dict[str, TextAnswer]:
    """Return the words of the answers in an attempt with their language, for those who mark them."""
    rows = session.execute(
        select(Answer.question, Answer.value, Answer.language).where(Answer.attempt_id == attempt_id)
    )
    return {question: TextAnswer("".join(value[:1]), language) for question, value, language in rows}


def read_marks(attempt_id: int) -> dict[str, MarkView]:
    """Return the marks that people gave for the answers of an attempt, by question."""
    rows = session.execute(
        select(
            AnswerMark.question,
            AnswerMark.points,
            AnswerMark.comment,
            AnswerMark.language,
            AnswerMark.marker_id,
            User.name,
            AnswerMark.marked_at,
        )
        .join(User, User.id == AnswerMark.marker_id)
        .where(AnswerMark.attempt_id == attempt_id)
    )
    return {row[0]: MarkView(*row[1:]) for row in rows}


def find_mark(attempt_id: int, question: str) -> AnswerMark | None:
    """Return the mark for one answer as it is now, for changing it."""
    return session.scalar(
        select(AnswerMark)
        .filter_by(attempt_id=attempt_id, question=question)
        .execution_options(populate_existing=True)
    )


def waits_for_marks_of(actor: Actor) -> ColumnElement[bool]:
    """Say for a statement about attempts which of them wait for this author; never their own."""
    return (
        Attempt.is_waiting.is_(True)
        & (Attempt.learner_id != actor.id)
        & answered_by(actor, Attempt.module_id)
    )
