"""The people inside a scope, a page at a time; the export reads the same rows as a stream."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, func, or_, select

from lms.domain.accounts.models import Institution, User
from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.coordination import rules
from lms.domain.coordination.queries.inside import (
    INSTITUTION,
    SINCE,
    Shape,
    conditions,
    enrolments,
    named_so,
    person_conditions,
    scope_in,
    shape_of,
    values_of,
)
from lms.domain.coordination.queries.standings import PersonStanding, list_person_standings
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Achievement, Enrolment, Reading
from lms.foundation.db import session

PAGE = 25
EXPORT_CHUNK = 500
_OUTSIDE = PersonStanding()


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list, with how they stand in the modules of the scope."""

    user_id: int
    name: str
    sort_key: str
    institution: dict[str, str] | None
    modules: int
    started: int
    completed: int
    last_at: datetime | None
    is_quiet: bool
    reminded_at: datetime | None

    @property
    def standing(self) -> str:
        """The word for it: not-started, started or completed."""
        return rules.standing_of(modules=self.modules, started=self.started, completed=self.completed)


@dataclass(frozen=True, slots=True)
class ModuleStanding:
    """How one person stands in one module."""

    module_slug: str
    enrolled_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    lessons_read: int
    achievements: dict[str, tuple[int | None, int | None, bool]]


def list_people(scope: Scope, *, after: tuple[str, int] | None = None, size: int = PAGE) -> list[PersonRow]:
    """Return a page of people in Lithuanian order of last names, and one more if there is a next page.

    Paging goes on from the last name shown, so a page costs the same however many people there are.
    """
    people = _people(shape_of(scope), after is not None)
    if scope.name:  # else it is the very statement that is known already
        people = people.where(*named_so(scope))
    last = {"after_key": after[0], "after_id": after[1]} if after else {}
    rows = session.execute(people, {**values_of(scope), **last, "most": size + 1}).all()
    standings = list_person_standings(scope, [row[0] for row in rows])
    return [PersonRow(row[0], row[1], row[2], row[3], *standings.get(row[0], _OUTSIDE)) for row in rows]


@cache
def _people(shape: Shape, is_further: bool) -> Select[Any]:
    people = (
        select(User.id, User.name, User.sort_key, Institution.name)
        .outerjoin(Institution, Institution.id == User.institution_id)
        .where(*person_conditions(scope_in(shape), SINCE))
        .order_by(User.sort_key, User.id)
        .limit(bindparam("most", type_=Integer))
    )
    if not is_further:
        return people
    key, last_id = bindparam("after_key", type_=User.sort_key.type), bindparam("after_id", type_=Integer)
    return people.where(or_(User.sort_key > key, and_(User.sort_key == key, User.id > last_id)))


def find_person(scope: Scope, user_id: int) -> User | None:
    """Return a person only if something of theirs is inside the scope."""
    return session.scalar(select(User).where(User.id == user_id, *person_conditions(scope)))


def list_module_standings(scope: Scope, user_id: int) -> list[ModuleStanding]:
    """Return how a person stands in each module inside the scope: results, never what they wrote."""
    read = select(func.count()).where(Reading.enrolment_id == Enrolment.id).scalar_subquery()
    rows = session.execute(
        enrolments(
            scope,
            Module.slug,
            Enrolment.id,
            Enrolment.enrolled_at,
            Enrolment.started_at,
            Enrolment.completed_at,
            read,
        )
        .join(Module, Module.id == Enrolment.module_id)
        .where(Enrolment.learner_id == user_id)
        .order_by(ProgrammeModule.programme_id, ProgrammeModule.place)
    ).all()
    results: dict[int, dict[str, tuple[int | None, int | None, bool]]] = {row.id: {} for row in rows}
    for achievement in session.execute(
        select(
            Achievement.enrolment_id,
            Achievement.requirement_key,
            Achievement.score,
            Achievement.max_score,
            Achievement.is_passed,
        ).where(Achievement.enrolment_id.in_(results))
    ):
        results[achievement[0]][achievement[1]] = tuple(achievement[2:])  # type: ignore[assignment]
    return [ModuleStanding(row[0], row[2], row[3], row[4], int(row[5]), results[row.id]) for row in rows]


def stream_export(scope: Scope) -> Iterator[Row[Any]]:
    """Yield one row per person, programme and module of the scope, a piece at a time.

    The columns: name, e-mail, institution, municipality, programme, module, enrolled,
    started, completed, lessons read, quiz points and their maximum, assignment points and theirs,
    language.
    """
    with session.execute(_rows_to_export(scope), execution_options={"yield_per": EXPORT_CHUNK}) as rows:
        yield from rows


def _rows_to_export(scope: Scope) -> Select[Any]:
    read = (
        select(func.count())
        .where(Reading.enrolment_id == Enrolment.id)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    statement = (
        select(
            User.name,
            User.email,
            Institution.name.label("institution"),
            Institution.municipality,
            Programme.title.label("programme"),
            Module.slug.label("module"),
            Enrolment.enrolled_at,
            Enrolment.started_at,
            Enrolment.completed_at,
            read.label("lessons_read"),
            _points("quiz:", Achievement.score).label("quiz_score"),
            _points("quiz:", Achievement.max_score).label("quiz_max"),
            _points("assignment:", Achievement.score).label("assignment_score"),
            _points("assignment:", Achievement.max_score).label("assignment_max"),
            Enrolment.completed_language,
        )
        .select_from(Enrolment)
        .join(User, User.id == Enrolment.learner_id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .join(Programme, Programme.id == ProgrammeModule.programme_id)
        .join(Module, Module.id == Enrolment.module_id)
        .outerjoin(Institution, Institution.id == INSTITUTION)
        .where(*conditions(scope))
        .order_by(User.sort_key, User.id, ProgrammeModule.programme_id, ProgrammeModule.place)
    )
    if scope.standing or scope.name:
        return statement.where(User.id.in_(select(User.id).where(*person_conditions(scope))))
    return statement


def _points(kind: str, column: Any) -> Any:
    return (
        select(func.sum(column))
        .where(Achievement.enrolment_id == Enrolment.id, Achievement.requirement_key.startswith(kind))
        .correlate(Enrolment)
        .scalar_subquery()
    )
