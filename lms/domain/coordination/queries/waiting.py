"""What waits for an author across everything that they answer for: the list, its counts, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select, union_all

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.content.models import Module
from lms.domain.coordination import promises
from lms.domain.coordination.queries.waiting_sources import SOMEBODY, SOURCES, values_for
from lms.foundation.db import session

# Mended in the files of a course and not on a page, so nobody is led there from the thing before.
_MENDED_ELSEWHERE = (promises.LINK, promises.REVIEW)
_WORKS = (promises.WORK, promises.SECOND_GRADING)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """One line of an author's list: what, whose, since when, and by when it is promised."""

    kind: str
    id: int
    module_id: int
    who_id: int | None
    what: str
    since: datetime
    revision_id: int | None
    stage: str
    number: int
    module: str
    who: str | None
    promised_on: date


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many things of one kind wait in one module."""

    kind: str
    module: str
    revision_id: int | None
    count: int


def count_waiting(actor: Actor) -> int:
    """Count for the header what waits for this author: as many as the list has lines."""
    return session.scalar(_count(), values_for(actor)) or 0


def list_waiting_counts(actor: Actor) -> list[WaitingCount]:
    """Return how much waits, by kind and module, for the choices above the list and its pages."""
    return [WaitingCount(*row) for row in session.execute(_counts(), values_for(actor))]


def list_waiting(
    actor: Actor, *, kind: str | None = None, module: str | None = None, limit: int, offset: int = 0
) -> list[WaitingItem]:
    """Return what waits for this author, the oldest promise first; of one kind or module if asked for."""
    asked = {"kind": kind, "module": module}
    chosen = {name: value for name, value in asked.items() if value is not None}
    statement = _lines(frozenset(chosen))
    return _in_order(statement, {**values_for(actor), **chosen}, offset + limit)[offset:]


def find_next_waiting(actor: Actor, kind: str = "", id: int = 0) -> WaitingItem | None:
    """Return what this author is offered next, besides the thing at hand: the oldest promise.

    What they have judged already and only not released is not offered again.
    """
    kinds = _WORKS if kind in _WORKS else (kind,)
    values = {**values_for(actor), "kinds_at_hand": list(kinds), "id_at_hand": id}
    return next(iter(_in_order(_lines(frozenset({"next"})), values, 1)), None)


@cache
def _count() -> Select[Any]:
    counts: list[Any] = [
        source(SOMEBODY).with_only_columns(func.count(), maintain_column_froms=True).scalar_subquery()
        for source in SOURCES
    ]
    return select(sum(counts[1:], counts[0]))


@cache
def _counts() -> Select[Any]:
    parts = []
    for source in SOURCES:
        inner = source(SOMEBODY).subquery().c
        number = func.count().label("count")
        parts.append(select(inner.kind, inner.module_id, number).group_by(inner.kind, inner.module_id))
    found = union_all(*parts).subquery()
    return (
        select(found.c.kind, Module.slug, Module.current_revision_id, found.c.count)
        .join(Module, Module.id == found.c.module_id)
        .order_by(Module.slug)
    )


@cache
def _lines(narrowed_by: frozenset[str]) -> Select[Any]:
    """Make the statement that returns the first lines of all sources.

    Within a source an older thing is promised earlier, unless the thing says its day itself; so as many
    of each as are wanted in all are enough.
    """
    firsts = []
    for place, source in enumerate(SOURCES):
        inner = source(SOMEBODY).subquery()
        line = select(inner, literal_column(str(place)).label("source")).order_by(*_earliest(inner.c))
        line = line.limit(bindparam("most")).where(*_conditions(inner.c, narrowed_by))
        firsts.append(select(line.subquery()))
    found = union_all(*firsts).subquery()
    return (
        select(found, Module.slug.label("module"), User.name.label("who"))
        .join(Module, Module.id == found.c.module_id)
        .outerjoin(User, User.id == found.c.who_id)
    )


def _earliest(line: Any) -> tuple[ColumnElement[Any], ...]:
    return line.promised, line.since, line.id


def _conditions(line: Any, narrowed_by: frozenset[str]) -> Iterator[ColumnElement[bool]]:
    if "kind" in narrowed_by:
        yield line.kind == bindparam("kind")
    if "module" in narrowed_by:
        named = select(Module.id).where(Module.slug == bindparam("module"))
        yield line.module_id == named.scalar_subquery()
    if "next" in narrowed_by:
        at_hand = line.kind.in_(bindparam("kinds_at_hand", expanding=True))
        yield ~(at_hand & (line.id == bindparam("id_at_hand")))
        yield line.stage != "kept"
        yield line.kind.not_in(_MENDED_ELSEWHERE)


def _in_order(statement: Select[Any], values: dict[str, Any], most: int) -> list[WaitingItem]:
    """Return the first lines of all sources together, the oldest promise first."""
    rows = session.execute(statement, {**values, "most": most})
    lines = [(row.source, _item(row)) for row in rows]
    lines.sort(key=lambda line: (line[1].promised_on, line[1].since, line[0], line[1].id))
    return [item for _source, item in lines[:most]]


def _item(row: Any) -> WaitingItem:
    return WaitingItem(
        kind=row.kind,
        id=row.id,
        module_id=row.module_id,
        who_id=row.who_id,
        what=row.what,
        since=row.since,
        revision_id=row.revision_id,
        stage=row.stage,
        number=row.number,
        module=row.module,
        who=row.who,
        promised_on=row.promised or promises.promised_on(row.kind, row.since),
    )
