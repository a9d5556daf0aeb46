"""Programmes and the modules in them, as the catalogue shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, and_, cast, literal, null, select, union_all

from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module as CompiledModule
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme with its published modules in order."""

    id: int
    slug: str
    title: dict[str, str]
    summary: dict[str, str]
    aim: dict[str, str]
    modules: tuple[CompiledModule, ...] = ()

    @property
    def minutes(self) -> int:
        """How long all of it takes."""
        return sum(module.minutes for module in self.modules)


@dataclass(frozen=True)
class ProgrammeName:
    """What a list or a trail shows of a programme."""

    id: int
    slug: str
    title: dict[str, str]


def list_programmes() -> list[ProgrammeCard]:
    """Return all programmes that are open to everyone, each with its modules, in one statement."""
    return _cards(_with_modules().where(Programme.withdrawn_at.is_(None)))


def get_programme_card(slug: str) -> ProgrammeCard:
    """Return the programme of that address with its modules, or refuse."""
    cards = _cards(_with_modules().where(Programme.slug == slug, Programme.withdrawn_at.is_(None)))
    if not cards:
        raise NotFound()
    return cards[0]


def get_programme(slug: str) -> ProgrammeName:
    """Return the programme of that address, or refuse."""
    row = session.execute(
        select(Programme.id, Programme.slug, Programme.title).where(
            Programme.slug == slug, Programme.withdrawn_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise NotFound()
    return ProgrammeName(row.id, row.slug, row.title)


def find_programme(slug: str) -> Programme | None:
    """Return the programme's row, also of a withdrawn one, for the deed that changes it."""
    return session.scalar(select(Programme).filter_by(slug=slug))


def is_open(programme_id: int) -> bool:
    """Whether learners can enrol in the programme."""
    programme = session.get(Programme, programme_id)
    return programme is not None and programme.withdrawn_at is None


def list_programme_names() -> list[ProgrammeName]:
    """Return all open programmes in order, for lists to choose from."""
    rows = session.execute(
        select(Programme.id, Programme.slug, Programme.title)
        .where(Programme.withdrawn_at.is_(None))
        .order_by(Programme.place, Programme.slug)
    )
    return [ProgrammeName(row.id, row.slug, row.title) for row in rows]


def list_single_modules() -> list[CompiledModule]:
    """Return the published modules that belong to no programme, in order of their slugs."""
    in_programmes = select(ProgrammeModule.module_id)
    rows = session.scalars(
        select(Module.current_revision_id)
        .where(
            Module.id.not_in(in_programmes),
            Module.withdrawn_at.is_(None),
            Module.current_revision_id.is_not(None),
        )
        .order_by(Module.slug)
    )
    ids = [revision_id for revision_id in rows if revision_id]
    revisions = content.get_revisions(ids)
    return [revisions[revision_id] for revision_id in ids]


def modules_of(programme_id: int) -> list[int]:
    """Return the ids of the programme's modules in order, also of withdrawn ones."""
    return list(
        session.scalars(
            select(ProgrammeModule.module_id)
            .where(ProgrammeModule.programme_id == programme_id)
            .order_by(ProgrammeModule.place)
        )
    )


def list_places(programme_id: int) -> list[ProgrammeModule]:
    """Return the places of modules in the programme, in order, for the deed that orders them."""
    return list(
        session.scalars(
            select(ProgrammeModule).filter_by(programme_id=programme_id).order_by(ProgrammeModule.place)
        )
    )


def find_module_ids(slugs: Sequence[str]) -> dict[str, int]:
    """Return the ids of those modules that exist, by slug."""
    rows = session.execute(select(Module.slug, Module.id).where(Module.slug.in_(slugs)))
    return {row.slug: row.id for row in rows}


def find_surroundings(
    module_id: int, prerequisites: Sequence[str]
) -> tuple[list[ProgrammeName], list[CompiledModule]]:
    """Return the open programmes that hold a module and the modules it builds on, in one statement."""
    programmes = (
        select(Programme.id, Programme.slug, Programme.title, Programme.place)
        .join(ProgrammeModule, ProgrammeModule.programme_id == Programme.id)
        .where(ProgrammeModule.module_id == module_id, Programme.withdrawn_at.is_(None))
    )
    nothing = cast(null(), Programme.title.type)
    modules = select(Module.current_revision_id, Module.slug, nothing, literal(-1)).where(
        Module.slug.in_(prerequisites),
        Module.withdrawn_at.is_(None),
        Module.current_revision_id.is_not(None),
    )
    rows = session.execute(union_all(programmes, modules)).all()
    above = [row for row in rows if row.place >= 0]
    before = {row.slug: row.id for row in rows if row.place < 0}
    revisions = content.get_revisions(before.values())
    return (
        [ProgrammeName(row.id, row.slug, row.title) for row in sorted(above, key=lambda row: row.place)],
        [revisions[before[slug]] for slug in prerequisites if slug in before],
    )


def _with_modules() -> Select[Any]:
    is_published = and_(
        Module.id == ProgrammeModule.module_id,
        Module.withdrawn_at.is_(None),
        Module.current_revision_id.is_not(None),
    )
    return (
        select(
            Programme.id,
            Programme.slug,
            Programme.title,
            Programme.summary,
            Programme.aim,
            Module.current_revision_id.label("revision_id"),
        )
        .outerjoin(ProgrammeModule, ProgrammeModule.programme_id == Programme.id)
        .outerjoin(Module, is_published)
        .order_by(Programme.place, Programme.slug, ProgrammeModule.place)
    )


def _cards(statement: Select[Any]) -> list[ProgrammeCard]:
    cards: dict[int, ProgrammeCard] = {}
    rows = session.execute(statement).all()
    revisions = content.get_revisions(row.revision_id for row in rows if row.revision_id is not None)
    for row in rows:
        card = cards.get(row.id) or ProgrammeCard(row.id, row.slug, row.title, row.summary, row.aim)
        if row.revision_id is not None:
            card = replace(card, modules=(*card.modules, revisions[row.revision_id]))
        cards[row.id] = card
    return list(cards.values())
