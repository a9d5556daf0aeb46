"""What waits for an author across everything that they answer for: the list, its counts, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, literal_column, select, union_all

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.content.models import Module
from lms.domain.coordination import promises
from lms.domain.coordination.queries.waiting_sources import SOURCES
from lms.foundation.db import session

# Mended in the files of a course and not on a page, so nobody is led there from the thing before.
_MENDED_ELSEWHERE = (promises.LINK, promises.REVIEW)


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
    counts = [
        source(actor).with_only_columns(func.count(), maintain_column_froms=True).scalar_subquery()
        for source in SOURCES
    ]
    total = counts[0]
    for count in counts[1:]:
        total = total + count  # type: ignore[assignment]
    return session.scalar(select(total)) or 0


def list_waiting_counts(actor: Actor) -> list[WaitingCount]:
    """Return how much waits, by kind and module, for the choices above the list and its pages."""
    parts = []
    for source in SOURCES:
        inner = source(actor).subquery()
        parts.append(
            select(inner.c.kind, inner.c.module_id, func.count().label("count")).group_by(
                inner.c.kind, inner.c.module_id
            )
        )
    found = union_all(*parts).subquery()
    rows = session.execute(
        select(found.c.kind, Module.slug, Module.current_revision_id, found.c.count)
        .join(Module, Module.id == found.c.module_id)
        .order_by(Module.slug)
    )
    return [WaitingCount(*row) for row in rows]


def list_waiting(
    actor: Actor, *, kind: str | None = None, module: str | None = None, limit: int, offset: int = 0
) -> list[WaitingItem]:
    """Return what waits for this author, the oldest promise first; of one kind or module if asked for."""
    parts = []
    named = select(Module.id).where(Module.slug == module).scalar_subquery()
    for source in SOURCES:
        inner = source(actor).subquery()
        part = select(inner)
        if kind is not None:
            part = part.where(inner.c.kind == kind)
        if module is not None:
            part = part.where(
                inner.c.module_id == select(Module.id).where(Module.slug == module).scalar_subquery()
            )
        parts.append(part)
    return _in_order(parts, offset + limit)[offset:]


def find_next_waiting(actor: Actor, kind: str = "", id: int = 0) -> WaitingItem | None:
    """Return what this author is offered next, besides the thing at hand: the oldest promise.

    What they have judged already and only not released is not offered again.
    """
    parts = []
    works = (promises.WORK, promises.SECOND_GRADING)
    kinds = works if kind in works else (kind,)
    for source in SOURCES:
        inner = source(actor).subquery()
        is_at_hand = inner.c.kind.in_(kinds) & (inner.c.id == id)
        parts.append(
            select(inner).where(~is_at_hand, inner.c.stage != "kept", inner.c.kind.not_in(_MENDED_ELSEWHERE))
        )
    return next(iter(_in_order(parts, 1)), None)


def _in_order(parts: Iterable[Select[Any]], most: int) -> list[WaitingItem]:
    """Return the first lines of all sources, the oldest promise first.

    Within a source an older thing is promised earlier, so as many of each as are wanted in all are enough.
    """
    firsts = [
        select(
            select(part.subquery(), literal_column(str(place)).label("source"))
            .order_by("since", "id")
            .limit(most)
            .subquery()
        )
        for place, part in enumerate(parts)
    ]
    found = union_all(*firsts).subquery()
    rows = session.execute(
        select(found, Module.slug.label("module"), User.name.label("who"))
        .join(Module, Module.id == found.c.module_id)
        .outerjoin(User, User.id == found.c.who_id)
    )
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
        promised_on=promises.promised_on(row.kind, row.since),
    )
