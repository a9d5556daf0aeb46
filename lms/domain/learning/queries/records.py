"""What a learner has completed, and the very text it was completed with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select, union

from lms.domain.accounts.models import Institution
from lms.domain.content.models import Module, ModuleRevision
from lms.domain.learning.models import Achievement, Enrolment, Reading
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True)
class RecordLine:
    """One completed module as it was completed then."""

    enrolment_id: int
    module_slug: str
    completed_at: datetime
    minutes: int
    language: str
    revision_id: int
    revision_number: int
    content_hash: str
    institution: Mapping[str, str] | None


@dataclass(frozen=True)
class ReadLesson:
    """When a lesson was read, in which language and under which revision."""

    read_at: datetime
    language: str
    revision_id: int


@dataclass(frozen=True)
class KeptRevision:
    """A revision that the learner's record rests on."""

    id: int
    number: int
    content_hash: str
    published_at: datetime


@dataclass(frozen=True)
class Evidence:
    """What stands behind one enrolment: every revision it rests on, and what was read when."""

    enrolment_id: int
    learner_id: int
    module_slug: str
    is_withdrawn: bool
    revisions: Mapping[int, KeptRevision]  # by number
    present: KeptRevision
    read: Mapping[str, ReadLesson]
    completed: RecordLine | None

    def number_of(self, revision_id: int) -> int:
        """Return the number of one of these revisions."""
        return next(number for number, each in self.revisions.items() if each.id == revision_id)


def list_records(learner_id: int) -> list[RecordLine]:
    """Return all that the learner has completed, newest first, in one statement."""
    statement = _RECORD.where(Enrolment.learner_id == learner_id).order_by(
        Enrolment.completed_at.desc(), Enrolment.id.desc()
    )
    return [RecordLine(*row) for row in session.execute(statement)]


def get_evidence(enrolment_id: int) -> Evidence:
    """Return what stands behind an enrolment, for the learner to re-open the text as it was."""
    row = session.execute(
        select(
            Enrolment.learner_id,
            Enrolment.completed_at,
            Module.slug,
            Module.withdrawn_at,
            Module.current_revision_id,
        )
        .join(Module, Module.id == Enrolment.module_id)
        .where(Enrolment.id == enrolment_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    completed = session.execute(_RECORD.where(Enrolment.id == enrolment_id)).one_or_none()
    revisions = _revisions_behind(enrolment_id, row.current_revision_id)
    rested_on = {each.number: each for each, is_own in revisions if is_own}
    present = next(each for each, _is_own in revisions if each.id == row.current_revision_id)
    return Evidence(
        enrolment_id=enrolment_id,
        learner_id=row.learner_id,
        module_slug=row.slug,
        is_withdrawn=row.withdrawn_at is not None,
        revisions=rested_on or {present.number: present},
        present=present,
        read=_read_lessons(enrolment_id),
        completed=RecordLine(*completed) if completed else None,
    )


@dataclass(frozen=True)
class KeptText:
    """A revision in which a learner can still open what they were in."""

    enrolment_id: int
    revision_id: int
    number: int


def list_kept_texts(learner_id: int, module_id: int, lesson: str) -> list[KeptText]:
    """Return the revisions that a learner's record of a module shows, in one statement.

    That in which the lesson was read comes first, then the latest.
    """
    behind = Reading.enrolment_id == Enrolment.id, Reading.revision_id == ModuleRevision.id
    is_own = or_(
        exists().where(*behind),
        exists().where(
            Achievement.enrolment_id == Enrolment.id, Achievement.revision_id == ModuleRevision.id
        ),
        func.coalesce(Enrolment.completed_revision_id == ModuleRevision.id, False),
    )
    rows = session.execute(
        select(Enrolment.id, ModuleRevision.id, ModuleRevision.number, is_own.label("is_own"))
        .join(Module, Module.id == Enrolment.module_id)
        .join(ModuleRevision, ModuleRevision.module_id == Module.id)
        .where(
            Enrolment.learner_id == learner_id,
            Enrolment.module_id == module_id,
            or_(is_own, ModuleRevision.id == Module.current_revision_id),
        )
        .order_by(exists().where(*behind, Reading.lesson == lesson).desc(), ModuleRevision.number.desc())
    ).all()
    # As in `get_evidence`: the present revision stands in only where nothing was read or achieved.
    own = [row for row in rows if row.is_own]
    return [KeptText(*row[:3]) for row in own or rows]


_RECORD: Any = (
    select(
        Enrolment.id,
        Module.slug,
        Enrolment.completed_at,
        Enrolment.completed_minutes,
        Enrolment.completed_language,
        ModuleRevision.id,
        ModuleRevision.number,
        ModuleRevision.content_hash,
        Institution.name,
    )
    .join(Module, Module.id == Enrolment.module_id)
    .join(ModuleRevision, ModuleRevision.id == Enrolment.completed_revision_id)
    .outerjoin(Institution, Institution.id == Enrolment.completed_institution_id)
    .where(Enrolment.completed_at.is_not(None))
)


def _revisions_behind(enrolment_id: int, current_id: int) -> list[tuple[KeptRevision, bool]]:
    """Return the revisions under which the learner read, achieved or completed, and the present one."""
    own = union(
        select(Reading.revision_id).where(Reading.enrolment_id == enrolment_id),
        select(Achievement.revision_id).where(Achievement.enrolment_id == enrolment_id),
        select(Enrolment.completed_revision_id).where(
            Enrolment.id == enrolment_id, Enrolment.completed_revision_id.is_not(None)
        ),
    ).subquery()
    is_own = ModuleRevision.id.in_(select(own.c[0]))
    rows = session.execute(
        select(
            ModuleRevision.id,
            ModuleRevision.number,
            ModuleRevision.content_hash,
            ModuleRevision.published_at,
            is_own.label("is_own"),
        )
        .where(is_own | (ModuleRevision.id == current_id))
        .order_by(ModuleRevision.number)
    )
    return [(KeptRevision(*row[:4]), bool(row.is_own)) for row in rows]


def _read_lessons(enrolment_id: int) -> dict[str, ReadLesson]:
    rows = session.execute(
        select(Reading.lesson, Reading.read_at, Reading.language, Reading.revision_id).where(
            Reading.enrolment_id == enrolment_id
        )
    )
    return {row.lesson: ReadLesson(row.read_at, row.language, row.revision_id) for row in rows}
