"""Reading what the courses ask of their authors: their health, and the links that they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select

from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.coordination.models import CourseHealth, CourseLink
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class Course:
    """A module as its authors' page of it sees it, with what its policies need."""

    module_id: int
    slug: str
    revision_id: int
    stale_count: int
    review_from: datetime
    review_by: datetime
    programme_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link that leads nowhere, with the place where it stands."""

    id: int
    module_id: int
    module: str
    address: str
    host: str
    lesson: str
    block: str
    trouble: str
    broken_since: datetime | None
    checked_at: datetime | None
    programme_ids: frozenset[int]


_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == Module.id)
    .correlate(Module)
    .scalar_subquery()
)


def find_slug(module_id: int) -> str | None:
    """Return the name of a module."""
    return session.scalar(select(Module.slug).where(Module.id == module_id))


def list_looked_over() -> dict[int, int]:
    """Return by module the revision that was looked over last."""
    rows = session.execute(select(CourseHealth.module_id, CourseHealth.revision_id))
    return {row.module_id: row.revision_id for row in rows}


def get_course_health_for_change(module_id: int) -> CourseHealth:
    """Return what a module asks of its authors, for whoever looks it over."""
    return session.scalars(select(CourseHealth).filter_by(module_id=module_id).with_for_update()).one()


def get_course(module: str) -> Course:
    """Return what a module on offer asks of its authors, or refuse."""
    row = session.execute(
        select(
            Module.id,
            Module.slug,
            CourseHealth.revision_id,
            CourseHealth.stale_count,
            CourseHealth.review_from,
            CourseHealth.review_by,
            _PROGRAMMES,
        )
        .join(CourseHealth, CourseHealth.module_id == Module.id)
        .where(Module.slug == module, Module.withdrawn_at.is_(None))
    ).one_or_none()
    if row is None:
        raise NotFound()
    facts: list[Any] = list(row)
    facts[-1] = _ids(facts[-1])
    return Course(*facts)


def list_links_of(module_id: int) -> list[CourseLink]:
    """Return the links that a module holds."""
    return list(session.scalars(select(CourseLink).filter_by(module_id=module_id)))


def list_links_to(slug: str) -> list[CourseLink]:
    """Return the links of all modules that lead to this one."""
    return list(session.scalars(select(CourseLink).filter_by(target=slug)))


def list_broken_links(module_id: int) -> list[BrokenLink]:
    """Return the links of a module that lead nowhere, the longest broken first."""
    rows = session.execute(
        _BROKEN.where(
            CourseLink.module_id == module_id,
            CourseLink.broken_since.is_not(None),
            CourseLink.accepted_at.is_(None),
        ).order_by(CourseLink.broken_since, CourseLink.id)
    )
    return [_broken_link(row) for row in rows]


def get_link(link_id: int) -> BrokenLink:
    """Return a link, or refuse."""
    row = session.execute(_BROKEN.where(CourseLink.id == link_id)).one_or_none()
    if row is None:
        raise NotFound()
    return _broken_link(row)


def get_link_for_change(link_id: int) -> CourseLink | None:
    """Return the row of a link as it is now, for a deed; it may have gone with a new revision."""
    return session.scalar(
        select(CourseLink).filter_by(id=link_id).with_for_update().execution_options(populate_existing=True)
    )


_BROKEN: Any = select(
    CourseLink.id,
    CourseLink.module_id,
    Module.slug,
    CourseLink.address,
    CourseLink.host,
    CourseLink.lesson,
    CourseLink.block,
    CourseLink.trouble,
    CourseLink.broken_since,
    CourseLink.checked_at,
    _PROGRAMMES,
).join(Module, Module.id == CourseLink.module_id)


def _broken_link(row: Any) -> BrokenLink:
    facts: list[Any] = list(row)
    facts[-1] = _ids(facts[-1])
    return BrokenLink(*facts)


def _ids(listed: str | None) -> frozenset[int]:
    return frozenset(map(int, listed.split(","))) if listed else frozenset()


@dataclass(frozen=True, slots=True)
class DueLink:
    """An address outside that is to be looked at."""

    id: int
    address: str
    host: str


def list_due_links(now: datetime, most: int) -> list[DueLink]:
    """Return addresses that are due to be looked at, one of each server, the longest due first."""
    first = (
        select(func.min(CourseLink.id).label("id"))
        .join(Module, Module.id == CourseLink.module_id)
        .where(CourseLink.host != "", CourseLink.due_at <= now, Module.withdrawn_at.is_(None))
        .group_by(CourseLink.host)
        .subquery()
    )
    rows = session.execute(
        select(CourseLink.id, CourseLink.address, CourseLink.host)
        .join(first, first.c.id == CourseLink.id)
        .order_by(CourseLink.due_at, CourseLink.id)
        .limit(most)
    )
    return [DueLink(*row) for row in rows]


def list_links_at(address: str) -> list[CourseLink]:
    """Return the links of all modules to one address, for what was found out about it."""
    return list(session.scalars(select(CourseLink).filter_by(address=address).with_for_update()))
