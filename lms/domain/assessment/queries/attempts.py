"""Attempts at quizzes and the answers in them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from lms.domain.accounts.models import User
from lms.domain.assessment.models import Answer, Attempt
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound

_attempts, _modules = Attempt.__table__.c, Module.__table__.c


class AttemptLine(NamedTuple):
    """What a page shows of one attempt."""

    id: int
    number: int
    revision_id: int
    started_at: datetime
    submitted_at: datetime | None
    score: int | None
    max_score: int | None
    is_passed: bool | None
    seed: str
    is_waiting: bool = False
    ends_at: datetime | None = None

    @property
    def has_run_out(self) -> bool:
        """Whether it was handed in because its time was over."""
        return self.submitted_at is not None and self.submitted_at == self.ends_at

    @property
    def draw(self) -> int | str:
        """What decides the order of its questions and answers."""
        return self.seed or self.id

    @property
    def is_open(self) -> bool:
        """Whether answers can still be changed."""
        return self.submitted_at is None


class OpenAttempt(NamedTuple):
    """What saving one answer has to know."""

    id: int
    revision_id: int
    seed: str
    ends_at: datetime | None
    is_open: bool
    has_run_out: bool | None

    @property
    def draw(self) -> int | str:
        """What decides the order of its questions and answers."""
        return self.seed or self.id


class SavedAnswer(NamedTuple):
    """An answer as it stands; points are there once the attempt was submitted."""

    value: list[str]
    points: int | None = None
    hinted_at: datetime | None = None
    language: str = ""


_answers = Answer.__table__.c
_ANSWERS = select(
    _answers.question, _answers.value, _answers.points, _answers.hinted_at, _answers.language
).where(_answers.attempt_id == bindparam("attempt_id"))
_OF_LEARNER = (
    _attempts.learner_id == bindparam("learner_id"),
    _modules.id == _attempts.module_id,
    _modules.slug == bindparam("module"),
    _attempts.quiz == bindparam("quiz"),
)
_LINES = select(
    *(_attempts[name] for name in AttemptLine._fields),
).where(*_OF_LEARNER).order_by(_attempts.number)  # fmt: skip
# Shared, so that answers are saved side by side while handing in waits for them, and they for it.
_ANSWERABLE = (
    select(
        _attempts.id,
        _attempts.revision_id,
        _attempts.seed,
        _attempts.ends_at,
        _attempts.submitted_at.is_(None).label("is_open"),
        (_attempts.submitted_at == _attempts.ends_at).label("has_run_out"),
    )
    .where(*_OF_LEARNER)
    .order_by(_attempts.number.desc())
    .limit(1)
    .with_for_update(read=True, of=Attempt.__table__)
)
_ANSWERABLE_NUMBER = _ANSWERABLE.where(_attempts.number == bindparam("number"))


def list_attempts(learner_id: int, module: str, quiz: str) -> list[AttemptLine]:
    """Return the learner's attempts at the quiz of that address, first to last."""
    keys = {"learner_id": learner_id, "module": module, "quiz": quiz}
    return [AttemptLine(*row) for row in session.execute(_LINES, keys)]


def find_answerable(learner_id: int, module: str, quiz: str, number: int | None) -> OpenAttempt | None:
    """Return the learner's attempt of that number, else the last one, and let handing in wait."""
    keys: dict[str, Any] = {"learner_id": learner_id, "module": module, "quiz": quiz}
    statement = _ANSWERABLE
    if number is not None:
        keys["number"], statement = number, _ANSWERABLE_NUMBER
    row = session.execute(statement, keys).one_or_none()
    return OpenAttempt(*row) if row else None


def find_attempt_for_change(learner_id: int, module: str, quiz: str, number: int | None) -> Attempt | None:
    """Return the learner's attempt of that number, else the last one, as it is now; other deeds wait."""
    statement = (
        select(Attempt)
        .join(Module, Module.id == Attempt.module_id)
        .where(Attempt.learner_id == learner_id, Module.slug == module, Attempt.quiz == quiz)
        .order_by(Attempt.number.desc())
        .limit(1)
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    )
    if number is not None:
        statement = statement.where(Attempt.number == number)
    return session.scalar(statement)


def get_attempt_for_change(attempt_id: int) -> Attempt:
    """Return an attempt as it is now, or refuse; other deeds on it wait."""
    attempt = session.scalar(
        select(Attempt)
        .where(Attempt.id == attempt_id)
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    )
    if attempt is None:
        raise NotFound()
    return attempt


def get_language_of(learner_id: int) -> str:
    """Return the language of a learner's account, for what is done in their name."""
    return session.scalars(select(User.language).where(User.id == learner_id)).one()


def list_answers(attempt_id: int) -> list[Answer]:
    """Return the answers of an attempt as they are now, for marking them."""
    return list(
        session.scalars(
            select(Answer).filter_by(attempt_id=attempt_id).execution_options(populate_existing=True)
        )
    )


def read_answers(attempt_id: int) -> dict[str, SavedAnswer]:
    """Return what was answered in an attempt, by question."""
    rows = session.execute(_ANSWERS, {"attempt_id": attempt_id})
    return {row.question: SavedAnswer(row.value, row.points, row.hinted_at, row.language) for row in rows}
