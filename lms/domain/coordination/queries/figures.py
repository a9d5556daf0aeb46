"""Counting people and modules inside a scope; the figures of the coordinator's first page."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from lms.domain.accounts.models import Institution
from lms.domain.accounts.queries import in_readers_order
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.coordination.models import Invitation
from lms.domain.coordination.queries.inside import COMPLETED, INSTITUTION, STARTED, counted, enrolments
from lms.domain.coordination.queries.invitations import open_invitations
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class Figures:
    """Unique people, by standing, and completed modules; `people` is the sum of the three standings."""

    people: int
    not_started: int
    started: int
    completed: int
    modules_completed: int
    invited: int


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """How many are enrolled in one module, and how they stand in it."""

    module_id: int
    slug: str
    enrolled: int
    started: int
    completed: int

    @property
    def not_started(self) -> int:
        """Enrolled, and nothing read or answered yet."""
        return self.enrolled - self.started


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """The unique people of one institution; `institution_id` is None for people without one."""

    institution_id: int | None
    name: dict[str, str] | None
    kind: str | None
    municipality: str | None
    invited: int
    people: int
    not_started: int
    started: int
    completed: int


def count_figures(scope: Scope) -> Figures:
    """Count the unique people of the scope by standing, for the tiles at the head of the page."""
    per_person = (
        enrolments(
            scope,
            Enrolment.learner_id,
            func.count().label("modules"),
            counted(STARTED).label("started"),
            counted(COMPLETED).label("completed"),
        )
        .group_by(Enrolment.learner_id)
        .subquery()
    )
    is_done = per_person.c.completed == per_person.c.modules
    is_begun = per_person.c.started > 0
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(case((is_done, 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_done, 0), (is_begun, 1), else_=0)), 0),
            func.coalesce(func.sum(per_person.c.completed), 0),
            open_invitations(scope, func.count()).scalar_subquery(),
        ).select_from(per_person)
    ).one()
    people, completed, started, modules_completed, invited = map(int, row)
    return Figures(
        people=people,
        not_started=people - completed - started,
        started=started,
        completed=completed,
        modules_completed=modules_completed,
        invited=invited,
    )


def list_module_rows(scope: Scope) -> list[ModuleRow]:
    """Count enrolments by module, in the order of the programme, modules nobody chose included."""
    inside = (
        enrolments(
            scope,
            Enrolment.module_id,
            func.count(Enrolment.id.distinct()).label("enrolled"),
            counted(STARTED).label("started"),
            counted(COMPLETED).label("completed"),
        )
        .group_by(Enrolment.module_id)
        .subquery()
    )
    shown = select(
        Module.id,
        Module.slug,
        func.coalesce(inside.c.enrolled, 0),
        func.coalesce(inside.c.started, 0),
        func.coalesce(inside.c.completed, 0),
    ).join(ProgrammeModule, ProgrammeModule.module_id == Module.id)
    shown = shown.outerjoin(inside, inside.c.module_id == Module.id)
    if scope.programme_id is not None:
        shown = shown.where(ProgrammeModule.programme_id == scope.programme_id)
    elif scope.programmes and not scope.institutions:
        shown = shown.where(ProgrammeModule.programme_id.in_(scope.programmes))
    rows = session.execute(shown.order_by(ProgrammeModule.programme_id, ProgrammeModule.place)).all()
    return [ModuleRow(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in rows]


def list_institution_rows(scope: Scope) -> list[InstitutionRow]:
    """Count unique people by institution in their reader's order, those who were only invited included."""
    people = _people_by_institution(scope)
    invited = {
        row[0]: row[1]
        for row in session.execute(
            open_invitations(scope, Invitation.institution_id, func.count()).group_by(
                Invitation.institution_id
            )
        )
    }
    shown = set(people) | set(invited) | set(scope.institutions)
    known = session.execute(
        select(Institution.id, Institution.name, Institution.kind, Institution.municipality)
        .where(Institution.id.in_({one for one in shown if one is not None}))
        .order_by(Institution.sort_key)
    ).all()
    rows = [_institution_row(row.id, row, people, invited) for row in in_readers_order(known)]
    without = _institution_row(None, None, people, invited)
    return [*rows, without] if without.people or without.invited else rows


def _people_by_institution(scope: Scope) -> dict[int | None, tuple[int, int, int]]:
    """Count by institution its people, those who have done all, and those who have begun."""
    per_person = (
        enrolments(
            scope,
            INSTITUTION.label("institution_id"),
            Enrolment.learner_id,
            func.count().label("modules"),
            counted(STARTED).label("started"),
            counted(COMPLETED).label("completed"),
        )
        .group_by(INSTITUTION, Enrolment.learner_id)
        .subquery()
    )
    is_done = per_person.c.completed == per_person.c.modules
    is_begun = per_person.c.started > 0
    return dict.fromkeys([None], (0, 0, 0)) | {
        row[0]: (row[1], int(row[2]), int(row[3]))
        for row in session.execute(
            select(
                per_person.c.institution_id,
                func.count(),
                func.sum(case((is_done, 1), else_=0)),
                func.sum(case((is_done, 0), (is_begun, 1), else_=0)),
            ).group_by(per_person.c.institution_id)
        )
    }


def _institution_row(
    institution_id: int | None,
    known: object,
    people: dict[int | None, tuple[int, int, int]],
    invited: dict[int | None, int],
) -> InstitutionRow:
    total, completed, started = people.get(institution_id, (0, 0, 0))
    return InstitutionRow(
        institution_id=institution_id,
        name=getattr(known, "name", None),
        kind=getattr(known, "kind", None),
        municipality=getattr(known, "municipality", None),
        invited=invited.get(institution_id, 0),
        people=total,
        not_started=total - completed - started,
        started=started,
        completed=completed,
    )
