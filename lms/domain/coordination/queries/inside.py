"""The one place that says which enrolments a scope contains; every figure and list begins here."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.coordination import rules
from lms.domain.coordination.queries.quiet import is_quiet, studied_since
from lms.domain.coordination.scope import QUIET, Scope
from lms.domain.learning.models import Enrolment
from lms.foundation import clock
from lms.foundation.sorting import fold

# Reports stay true when people move: a completion belongs to the institution of its own day.
INSTITUTION = case(
    (Enrolment.completed_at.is_not(None), Enrolment.completed_institution_id), else_=User.institution_id
)
# Who left without completing is no longer counted; who completed is, for ever.
COUNTS = or_(Enrolment.left_at.is_(None), Enrolment.completed_at.is_not(None))
STARTED = case((or_(Enrolment.started_at.is_not(None), Enrolment.completed_at.is_not(None)), 1), else_=0)
COMPLETED = case((Enrolment.completed_at.is_not(None), 1), else_=0)


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


def person_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """Say what a person must fulfil: something of theirs is inside, with the name and standing asked for."""
    inside = (
        select(Enrolment.id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .where(Enrolment.learner_id == User.id, *conditions(scope))
        .correlate(User)
    )
    found: list[ColumnElement[bool]] = [inside.exists()]
    if scope.name:
        found += [User.search_key.contains(word, autoescape=True) for word in fold(scope.name).split()]
    if scope.standing == QUIET:
        found.append(quiet_person(scope))
    elif scope.standing:
        found.append(_has_standing(scope, inside))
    return found


def quiet_person(scope: Scope, since: Any = None) -> ColumnElement[bool]:
    """Say who has something open inside the scope and has studied nothing inside it for a while.

    `since` may stand for a moment that is given when the statement is asked.
    """
    since = clock.now() - rules.QUIET_AFTER if since is None else since
    inside = (
        select(Enrolment.id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .where(Enrolment.learner_id == User.id, *conditions(scope))
        .correlate(User)
    )
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
    return func.coalesce(func.sum(flag), 0)
