"""Places in modules, and what the register holds about them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from lms.domain.content.models import Module
from lms.domain.learning.models import Achievement, Enrolment, Reading
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def find_enrolment(learner_id: int, module_id: int) -> Enrolment | None:
    """Return the learner's place in the module, also one that was left."""
    return session.scalar(select(Enrolment).filter_by(learner_id=learner_id, module_id=module_id))


_table: Any = Enrolment.__table__
_enrolments, _modules = _table.c, Module.__table__.c
_MOVE_TO = (
    update(_table)
    .where(
        _enrolments.learner_id == bindparam("of_learner"),
        _enrolments.left_at.is_(None),
        _enrolments.module_id
        == select(_modules.id).where(_modules.slug == bindparam("slug")).scalar_subquery(),
    )
    .values(
        started_at=func.coalesce(_enrolments.started_at, bindparam("now", type_=_enrolments.place_at.type)),
        place_lesson=bindparam("lesson"),
        place_block=bindparam("block"),
        place_language=bindparam("language"),
        place_at=bindparam("now", type_=_enrolments.place_at.type),
    )
    .returning(_enrolments.id)
)


def move_to(
    learner_id: int, module_slug: str, *, lesson: str, block: str | None, language: str, now: datetime
) -> int | None:
    """Move the learner's place in a module and let other deeds on it wait; None if they are not in it.

    It looks for the place and holds it in one statement, since it is done so often.
    """
    values = {"of_learner": learner_id, "slug": module_slug, "lesson": lesson}
    values |= {"block": block, "language": language, "now": now}
    return session.execute(_MOVE_TO, values).scalar_one_or_none()


def get_enrolment_for_change(enrolment_id: int) -> Enrolment:
    """Return the enrolment as it is now and let other deeds on it wait for this one."""
    fresh = {"populate_existing": True}
    statement = select(Enrolment).filter_by(id=enrolment_id).with_for_update()
    enrolment = session.scalar(statement.execution_options(**fresh))
    if enrolment is None:
        raise NotFound()
    return enrolment


def list_enrolments_for_change(learner_id: int, module_ids: Iterable[int]) -> list[Enrolment]:
    """Return the learner's places in these modules as they are now, and let other deeds on them wait."""
    session.flush()
    places = (
        select(Enrolment)
        .where(Enrolment.learner_id == learner_id, Enrolment.module_id.in_(list(module_ids)))
        .order_by(Enrolment.id)
        .with_for_update()
    )
    return list(session.scalars(places.execution_options(populate_existing=True)))


def hold_enrolments(enrolment_ids: Collection[int]) -> set[int]:
    """Let other deeds on these enrolments wait for this one; return which of them are completed."""
    session.flush()
    rows = session.execute(
        select(Enrolment.id, Enrolment.completed_at)
        .where(Enrolment.id.in_(enrolment_ids))
        .order_by(Enrolment.id)
        .with_for_update()
    )
    return {row.id for row in rows if row.completed_at is not None}


def list_achievements_of(enrolment_ids: Collection[int], requirement_key: str) -> dict[int, Achievement]:
    """Return by enrolment what the register holds about one requirement, as it is now."""
    entries = session.scalars(
        select(Achievement)
        .where(Achievement.enrolment_id.in_(enrolment_ids), Achievement.requirement_key == requirement_key)
        .execution_options(populate_existing=True)
    )
    return {entry.enrolment_id: entry for entry in entries}


def find_achievement(enrolment_id: int, requirement_key: str) -> Achievement | None:
    """Return what the register holds about one requirement, as it is now."""
    return session.scalar(
        select(Achievement)
        .filter_by(enrolment_id=enrolment_id, requirement_key=requirement_key)
        .execution_options(populate_existing=True)
    )


def list_earned_keys(module_id: int) -> set[str]:
    """Return the requirements that somebody has met: a new revision may not drop them."""
    return set(
        session.scalars(
            select(Achievement.requirement_key)
            .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
            .where(Enrolment.module_id == module_id, Achievement.is_passed)
            .distinct()
        )
    )


def is_open(module_id: int) -> bool:
    """Whether learners can enrol in the module: it is published and not withdrawn."""
    module = session.get(Module, module_id)
    return module is not None and module.current_revision_id is not None and module.withdrawn_at is None


def find_current_revision_id(module_id: int) -> int | None:
    """Return which revision of the module learners see now."""
    return session.scalar(select(Module.current_revision_id).where(Module.id == module_id))


def list_ready(module_id: int, keys: Collection[str], lessons: Collection[str]) -> list[int]:
    """Return uncompleted enrolments in which these requirements are met and these lessons were read.

    No lessons are given where reading is not asked for.
    """
    passed = select(func.count()).where(
        Achievement.enrolment_id == Enrolment.id,
        Achievement.is_passed,
        Achievement.requirement_key.in_(keys),
    )
    read = select(func.count()).where(Reading.enrolment_id == Enrolment.id, Reading.lesson.in_(lessons))
    was_entered_as_read = (
        select(Achievement.id)
        .where(Achievement.enrolment_id == Enrolment.id, Achievement.requirement_key == "read")
        .exists()
    )
    ready = select(Enrolment.id).where(
        Enrolment.module_id == module_id,
        Enrolment.completed_at.is_(None),
        passed.scalar_subquery() == len(keys),
        or_(read.scalar_subquery() == len(lessons), was_entered_as_read),
    )
    return list(session.scalars(ready.order_by(Enrolment.id)))
