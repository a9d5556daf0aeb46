"""The one place that says which enrolments a scope contains; every figure and list begins here."""

from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.types import NullType

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.coordination import rules
from lms.domain.coordination.queries.quiet import is_quiet, studied_since
from lms.domain.coordination.scope import QUIET, Scope
from lms.domain.learning.models import Enrolment
from lms.foundation import clock
from lms.foundation.db import UtcDateTime
from lms.foundation.sorting import fold

# Reports stay true when people move: a completion belongs to the institution of its own day.
INSTITUTION = case(
    (Enrolment.completed_at.is_not(None), Enrolment.completed_institution_id), else_=User.institution_id
)
# Who left without completing is no longer counted; who completed is, for ever.
COUNTS = or_(Enrolment.left_at.is_(None), Enrolment.completed_at.is_not(None))
# Written into statements: as values they would be sent each time and make long ones longer.
_NONE: Any = literal_column("0", Integer)
_ONE: Any = literal_column("1", Integer)
STARTED = case(
    (or_(Enrolment.started_at.is_not(None), Enrolment.completed_at.is_not(None)), _ONE), else_=_NONE
)
COMPLETED = case((Enrolment.completed_at.is_not(None), _ONE), else_=_NONE)
# Since when nobody who is quiet has studied, where a statement is made once and asked often. It stands there
# eleven times: PostgreSQL knows its type without a word, and very long statements are not kept by the driver.
SINCE: Any = bindparam("since", type_=UtcDateTime().with_variant(NullType(), "postgresql"))


class Shape(NamedTuple):
    """Which parts of a scope are asked for: what two statements about it differ by, besides their values."""

    of_programme: bool
    of_institution: bool
    standing: str | None = None


ANY_PART = Shape(of_programme=False, of_institution=False)


def shape_of(scope: Scope) -> Shape:
    """Say which parts of the scope are asked for, whatever they are."""
    return Shape(scope.programme_id is not None, scope.institution_id is not None, scope.standing)


def scope_in(shape: Shape) -> Scope:
    """Return a scope whose bounds are named holes, so that a statement about it is put together once.

    That takes longer than the database needs to answer it.
    """
    one: dict[str, Any] = {
        name: bindparam(name, type_=Integer) if is_asked else None
        for name, is_asked in (("programme_id", shape.of_programme), ("institution_id", shape.of_institution))
    }
    many: dict[str, Any] = {
        name: bindparam(name, type_=Integer, expanding=True) for name in ("programmes", "institutions")
    }
    return Scope(**one, **many, standing=shape.standing)


def values_of(scope: Scope) -> dict[str, Any]:
    """Return what fills the holes of a statement about a scope of this shape."""
    asked = {"programme_id": scope.programme_id, "institution_id": scope.institution_id}
    return {
        "programmes": list(scope.programmes),
        "institutions": list(scope.institutions),
        "since": clock.now() - rules.QUIET_AFTER,
        **{name: value for name, value in asked.items() if value is not None},
    }


def enrolments(scope: Scope, *columns: Any) -> Select[Any]:
    """Select from the enrolments inside the scope, joined with their person and programme."""
    return (
        select(*columns)
        .select_from(Enrolment)
        .join(User, User.id == Enrolment.learner_id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .where(*conditions(scope))
    )


def conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """Say what an enrolment must fulfil to be inside; people's names and standing are not judged here."""
    found: list[ColumnElement[bool]] = [COUNTS, _answered_for(scope)]
    if scope.programme_id is not None:
        found.append(ProgrammeModule.programme_id == scope.programme_id)
    if scope.institution_id is not None:
        found.append(INSTITUTION.in_([scope.institution_id]))
    return found


def _answered_for(scope: Scope) -> ColumnElement[bool]:
    return or_(ProgrammeModule.programme_id.in_(scope.programmes), INSTITUTION.in_(scope.institutions))


def _of_person(scope: Scope) -> Select[Any]:
    return (
        select(Enrolment.id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .where(Enrolment.learner_id == User.id, *conditions(scope))
        .correlate(User)
    )


def person_conditions(scope: Scope, since: Any = None) -> list[ColumnElement[bool]]:
    """Say what a person must fulfil: something of theirs is inside, with the name and standing asked for.

    `since` may stand for a moment that is given when the statement is asked.
    """
    inside = _of_person(scope)
    found: list[ColumnElement[bool]] = [inside.exists()]
    found += named_so(scope)
    if scope.standing == QUIET:
        found.append(quiet_person(scope, since))
    elif scope.standing:
        found.append(_has_standing(scope, inside))
    return found


def named_so(scope: Scope) -> list[ColumnElement[bool]]:
    """Say how a person must be called, as far as a name was asked for."""
    return [User.search_key.contains(word, autoescape=True) for word in fold(scope.name).split()]


def quiet_person(scope: Scope, since: Any = None) -> ColumnElement[bool]:
    """Say who has something open inside the scope and has studied nothing inside it for a while."""
    since = clock.now() - rules.QUIET_AFTER if since is None else since
    inside = _of_person(scope)
    # The cheaper question first: most people are known by it already.
    return and_(
        User.standing == "active",
        ~inside.where(studied_since(since)).exists(),
        inside.where(is_quiet(since)).exists(),
    )


def _has_standing(scope: Scope, inside: Select[Any]) -> ColumnElement[bool]:
    begun = inside.where(STARTED == 1).exists()
    open_one = inside.where(COMPLETED == 0).exists()
    if scope.standing == "completed":
        return ~open_one
    return and_(open_one, begun) if scope.standing == "started" else ~begun


def counted(flag: ColumnElement[int]) -> ColumnElement[int]:
    """Sum a flag, with zero where there is nothing to sum."""
    return func.coalesce(func.sum(flag), _NONE)
