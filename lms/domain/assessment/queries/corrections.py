"""Corrected keys, and what was made of past attempts under them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment.models import Attempt, Correction, Remarking
from lms.domain.assessment.remarking import LEFT
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module, ModuleRevision
from lms.foundation.db import session
from lms.foundation.errors import NotFound


class CorrectionView(NamedTuple):
    """A correction as its page shows it, with what its policy has to know."""

    id: int
    module_id: int
    module: str
    quiz: str
    from_revision_id: int
    to_revision_id: int
    found_at: datetime
    is_open: bool
    done_at: datetime | None
    done_by: str | None


class OpenCorrection(NamedTuple):
    """One line of what waits for an author: past attempts to be marked again."""

    id: int
    module_id: int
    module: str
    quiz: str
    to_revision_id: int
    found_at: datetime


class RemarkingLine(NamedTuple):
    """What was made of one attempt, for the authors."""

    attempt_id: int
    learner_name: str
    submitted_at: datetime
    outcome: str
    old_score: int
    old_max_score: int
    new_score: int
    new_max_score: int
    was_passed: bool
    is_passed: bool
    decided_at: datetime
    decided_by: str
    reason: str
    language: str


class OwnRemarking(NamedTuple):
    """What a corrected key, or mark where there was no correction, made of one's own attempt."""

    correction_id: int | None
    to_revision_id: int
    outcome: str
    old_score: int
    old_max_score: int
    new_score: int
    new_max_score: int
    points: Mapping[str, Mapping[str, int]]
    decided_at: datetime
    reason: str
    language: str


def get_correction(correction_id: int) -> CorrectionView:
    """Return the correction for its page, or refuse."""
    row: Any = session.execute(
        select(
            Correction.id,
            Correction.module_id,
            Module.slug,
            Correction.quiz,
            Correction.from_revision_id,
            Correction.to_revision_id,
            Correction.found_at,
            Correction.state == "open",
            Correction.done_at,
            User.name,
        )
        .join(Module, Module.id == Correction.module_id)
        .outerjoin(User, User.id == Correction.done_by_id)
        .where(Correction.id == correction_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    return CorrectionView(*row)


def get_correction_for_change(correction_id: int) -> Correction:
    """Return the correction as it is now; whoever decides on it at the same time waits."""
    found = session.scalar(_for_change().where(Correction.id == correction_id))
    if found is None:
        raise NotFound()
    return found


def find_open_correction_for_change(module_id: int, quiz: str) -> Correction | None:
    """Return the open correction of a quiz as it is now, if there is one."""
    return session.scalar(
        _for_change().where(
            Correction.module_id == module_id, Correction.quiz == quiz, Correction.state == "open"
        )
    )


def _for_change() -> Select[Correction]:
    return select(Correction).with_for_update().execution_options(populate_existing=True)


def list_open_corrections(actor: Actor) -> list[OpenCorrection]:
    """Return the corrections on which this author has to decide, oldest first."""
    through_programmes: Any = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    rows = session.execute(
        select(
            Correction.id,
            Correction.module_id,
            Module.slug,
            Correction.quiz,
            Correction.to_revision_id,
            Correction.found_at,
        )
        .join(Module, Module.id == Correction.module_id)
        .where(
            Correction.state == "open",
            or_(
                Correction.module_id.in_(actor.authored_modules), Correction.module_id.in_(through_programmes)
            ),
        )
        .order_by(Correction.found_at, Correction.id)
    )
    return [OpenCorrection(*row) for row in rows]


def find_revision_before(revision_id: int) -> int | None:
    """Return which revision of the module this one has replaced."""
    this = select(ModuleRevision.module_id, ModuleRevision.number).where(ModuleRevision.id == revision_id)
    row = session.execute(this).one()
    return session.scalar(
        select(ModuleRevision.id).where(
            ModuleRevision.module_id == row.module_id, ModuleRevision.number == row.number - 1
        )
    )


def find_last_remarking_id() -> int:
    """Return the id of the newest record of marking again, or nought."""
    return session.scalar(select(func.max(Remarking.id))) or 0


def list_remarking_ids(correction_id: int, *, after: int) -> list[int]:
    """Return the records of a correction since that one, for whoever holds the correction."""
    later = select(Remarking.id).where(Remarking.correction_id == correction_id, Remarking.id > after)
    return list(session.scalars(later.order_by(Remarking.id)))


def count_remarkings(correction_id: int) -> dict[str, int]:
    """Count by outcome what was made of attempts under a correction."""
    rows = session.execute(
        select(Remarking.outcome, func.count())
        .where(Remarking.correction_id == correction_id)
        .group_by(Remarking.outcome)
    )
    return {row[0]: row[1] for row in rows}


def list_remarkings(correction_id: int, *, limit: int, offset: int = 0) -> list[RemarkingLine]:
    """Return what was made of attempts under a correction, newest first."""
    decider = User.__table__.alias("decider")
    rows: Any = session.execute(
        select(
            Remarking.attempt_id,
            User.name,
            Attempt.submitted_at,
            Remarking.outcome,
            Remarking.old_score,
            Remarking.old_max_score,
            Remarking.new_score,
            Remarking.new_max_score,
            Remarking.was_passed,
            Remarking.is_passed,
            Remarking.decided_at,
            decider.c.name,
            Remarking.reason,
            Remarking.language,
        )
        .join(Attempt, Attempt.id == Remarking.attempt_id)
        .join(User, User.id == Attempt.learner_id)
        .join(decider, decider.c.id == Remarking.decided_by_id)
        .where(Remarking.correction_id == correction_id)
        .order_by(Remarking.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [RemarkingLine(*row) for row in rows]


def list_own_remarkings(attempt_id: int) -> list[OwnRemarking]:
    """Return what corrected keys and marks have made of an attempt, oldest first, for its learner."""
    rows = session.execute(
        select(*(getattr(Remarking, name) for name in OwnRemarking._fields))
        .where(Remarking.attempt_id == attempt_id, Remarking.outcome != LEFT)
        .order_by(Remarking.id)
    )
    return [OwnRemarking(*row) for row in rows]
