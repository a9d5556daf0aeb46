"""Limited time: whose attempts are over, who has more of it, and to whom it can be given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, func, select

from lms.domain.accounts.models import User
from lms.domain.assessment import timing
from lms.domain.assessment.models import Attempt, TimeExtension
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session
from lms.foundation.errors import NotFound
from lms.foundation.sorting import fold


@dataclass(frozen=True, slots=True)
class TimedQuiz:
    """A quiz whose time somebody may extend; enough for the policy to decide."""

    module_id: int
    module: str
    quiz: str
    revision_id: int
    programme_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """More time that somebody has been given, as the authors' page lists it."""

    id: int
    learner_id: int
    learner_name: str
    more: timing.More
    reason: str
    granted_by: str
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """A learner of the module, with when their open attempt began if they have one."""

    id: int
    name: str
    started_at: datetime | None


_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == Module.id)
    .correlate(Module)
    .scalar_subquery()
)


def get_timed_quiz(module: str, quiz: str) -> TimedQuiz:
    """Return the module of that address with what its policy asks, or refuse; the quiz is looked up later."""
    row = session.execute(
        select(Module.id, Module.current_revision_id, _PROGRAMMES).where(
            Module.slug == module, Module.current_revision_id.is_not(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    programmes = frozenset(int(each) for each in (row[2] or "").split(",") if each)
    return TimedQuiz(row[0], module, quiz, row[1], programmes)


def list_overdue(now: datetime, limit: int) -> list[int]:
    """Return the attempts whose time is over and that nobody has handed in, those that ended first before."""
    return list(
        session.scalars(
            select(Attempt.id)
            .where(Attempt.submitted_at.is_(None), Attempt.ends_at < now - timing.GRACE)
            .order_by(Attempt.ends_at)
            .limit(limit)
        )
    )


def find_more_time(learner_id: int, module_id: int, quiz: str) -> timing.More | None:
    """Return how much more time this learner has in the quiz, if they have been given any."""
    row = session.execute(
        select(TimeExtension.minutes, TimeExtension.percent).filter_by(
            learner_id=learner_id, module_id=module_id, quiz=quiz
        )
    ).one_or_none()
    return timing.More(*row) if row else None


def get_extension_for_change(learner_id: int, module_id: int, quiz: str) -> TimeExtension:
    """Return what the learner has been given, as it is now; other deeds on it wait."""
    return session.scalars(
        select(TimeExtension)
        .filter_by(learner_id=learner_id, module_id=module_id, quiz=quiz)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def get_extension(extension_id: int, module_id: int, quiz: str) -> TimeExtension:
    """Return an extension of that quiz, or refuse; one of another quiz is not there."""
    found = session.scalar(select(TimeExtension).filter_by(id=extension_id, module_id=module_id, quiz=quiz))
    if found is None:
        raise NotFound()
    return found


def list_extensions(module_id: int, quiz: str) -> list[ExtensionLine]:
    """Return who has been given other time in the quiz, for those who answer for the module."""
    learner, author = User.__table__.alias("learner"), User.__table__.alias("author")
    rows = session.execute(
        select(
            TimeExtension.id,
            TimeExtension.learner_id,
            learner.c.name,
            TimeExtension.minutes,
            TimeExtension.percent,
            TimeExtension.reason,
            author.c.name,
            TimeExtension.granted_at,
        )
        .join(learner, learner.c.id == TimeExtension.learner_id)
        .join(author, author.c.id == TimeExtension.granted_by_id)
        .where(TimeExtension.module_id == module_id, TimeExtension.quiz == quiz)
        .order_by(learner.c.sort_key, TimeExtension.id)
    )
    return [
        ExtensionLine(id_, learner_id, name, timing.More(minutes, percent), *rest)
        for id_, learner_id, name, minutes, percent, *rest in rows
    ]


def list_learners(module_id: int, quiz: str, *, besides: int, words: str, limit: int) -> list[LearnerLine]:
    """Return learners of the module whose name has these words, those who are at the quiz just now first."""
    rows = session.execute(
        select(User.id, User.name, Attempt.started_at)
        .select_from(Enrolment)
        .join(User, User.id == Enrolment.learner_id)
        .outerjoin(
            Attempt,
            (Attempt.enrolment_id == Enrolment.id) & (Attempt.quiz == quiz) & Attempt.submitted_at.is_(None),
        )
        .where(
            Enrolment.module_id == module_id,
            Enrolment.left_at.is_(None),
            User.standing == "active",
            User.id != besides,
            *_have(words),
        )
        .order_by(Attempt.started_at.is_(None), User.sort_key, User.id)
        .limit(limit)
    )
    return [LearnerLine(*row) for row in rows]


def _have(words: str) -> list[ColumnElement[bool]]:
    return [User.search_key.contains(word, autoescape=True) for word in fold(words).split()]
