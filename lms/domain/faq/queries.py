"""Reading questions and answers: those of a lesson, those of an author, one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, cast, func, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module as CompiledModule
from lms.domain.content.models import Module
from lms.domain.faq.models import FaqEntry
from lms.foundation.db import session
from lms.foundation.errors import NotFound

_entries = FaqEntry.__table__.c
_PROGRAMMES = (
    select(func.aggregate_strings(cast(ProgrammeModule.programme_id, String), ","))
    .where(ProgrammeModule.module_id == FaqEntry.module_id)
    .correlate(FaqEntry)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer as learners see it: where it stands and its words in each language."""

    id: int
    lesson: str
    block: str | None
    question: dict[str, str]
    answer: dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer as its authors see it."""

    id: int
    module_id: int
    module: str
    revision_id: int | None
    programme_ids: frozenset[int]
    lesson: str
    block: str | None
    source: str
    question: dict[str, str]
    answer: dict[str, str]
    state: str
    changed_at: datetime
    published_at: datetime | None


def stamp_of(module_id: Any) -> Any:
    """Return, as a part of another statement, what differs whenever learners see other answers."""
    of_module = select(func.coalesce(func.sum(_entries.version), 0)).where(_entries.module_id == module_id)
    return of_module.scalar_subquery()


def get_current(module_slug: str) -> tuple[CompiledModule, int]:
    """Return the revision that learners see now and the stamp of its answers, in one statement."""
    return content.get_current_with(module_slug, stamp_of(Module.id))


def list_stamps(module_ids: Iterable[int]) -> dict[int, int]:
    """Return the stamps of several modules, for what devices keep; a module without answers has none."""
    stamps = select(_entries.module_id, func.sum(_entries.version)).group_by(_entries.module_id)
    return {row[0]: row[1] for row in session.execute(stamps.where(_entries.module_id.in_(list(module_ids))))}


def list_published(module_id: int, lesson: str | None = None) -> list[Answered]:
    """Return what learners see of a module, or of one lesson of it, oldest first."""
    published = select(FaqEntry).filter_by(module_id=module_id, state="published").order_by(FaqEntry.id)
    if lesson is not None:
        published = published.filter_by(lesson=lesson)
    return [
        Answered(each.id, each.lesson, each.block, each.question, each.answer)
        for each in session.scalars(published)
    ]


def _all() -> Select[Any]:
    return select(FaqEntry, Module.slug, Module.current_revision_id, _PROGRAMMES.label("programmes")).join(
        Module, Module.id == FaqEntry.module_id
    )


def _entry(row: Row[Any]) -> Entry:
    found: FaqEntry = row.FaqEntry
    return Entry(
        id=found.id,
        module_id=found.module_id,
        module=row.slug,
        revision_id=row.current_revision_id,
        programme_ids=frozenset(map(int, row.programmes.split(","))) if row.programmes else frozenset(),
        lesson=found.lesson,
        block=found.block,
        source=found.source,
        question=found.question,
        answer=found.answer,
        state=found.state,
        changed_at=found.changed_at,
        published_at=found.published_at,
    )


def get_entry(faq_id: int) -> Entry:
    """Return the entry with what its policy needs, in one statement, or refuse."""
    row = session.execute(_all().where(FaqEntry.id == faq_id)).one_or_none()
    if row is None:
        raise NotFound()
    return _entry(row)


def get_entry_for_change(entry_id: int) -> FaqEntry:
    """Return the entry as it is now and let other deeds on it wait for this one."""
    statement = select(FaqEntry).filter_by(id=entry_id).with_for_update()
    found = session.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound()
    return found


def _own(actor: Actor) -> ColumnElement[bool]:
    through = select(ProgrammeModule.module_id).where(
        ProgrammeModule.programme_id.in_(actor.authored_programmes)
    )
    return or_(FaqEntry.module_id.in_(actor.authored_modules), FaqEntry.module_id.in_(through))


def list_of_author(actor: Actor, limit: int, offset: int = 0) -> list[Entry]:
    """Return entries of the modules that this person answers for, the last changed first."""
    order = (FaqEntry.changed_at.desc(), FaqEntry.id.desc())
    rows = session.execute(_all().where(_own(actor)).order_by(*order).limit(limit).offset(offset))
    return [_entry(row) for row in rows]


def count_of_author(actor: Actor) -> int:
    """Count the entries of the modules that this person answers for, for the pages of the list."""
    return session.scalar(select(func.count()).select_from(FaqEntry).where(_own(actor))) or 0


def count_published(module_ids: Iterable[int]) -> dict[tuple[int, str, str | None], int]:
    """Count what learners see beside each block of these modules, in one statement."""
    place = (FaqEntry.module_id, FaqEntry.lesson, FaqEntry.block)
    published = select(*place, func.count()).where(
        FaqEntry.module_id.in_(list(module_ids)), FaqEntry.state == "published"
    )
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(published.group_by(*place))}


def list_of_source(source: str) -> list[Entry]:
    """Return the entries that were made from this conversation, for its authors."""
    return [
        _entry(row) for row in session.execute(_all().where(FaqEntry.source == source).order_by(FaqEntry.id))
    ]
