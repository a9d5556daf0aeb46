"""The programmes and institutions that a coordinator can choose between."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import Institution, User
from lms.domain.accounts.queries import in_readers_order
from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.coordination.queries.inside import ANY_PART, INSTITUTION, scope_in
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session


class ProgrammeChoice(NamedTuple):
    """A programme to which a coordinator narrows what they look at."""

    id: int
    title: dict[str, str]


def list_programmes_of(scope: Scope) -> list[ProgrammeChoice]:
    """Return the coordinator's programmes, and those in which people of their institutions study."""
    values = {"programmes": list(scope.programmes), "institutions": list(scope.institutions)}
    rows = session.execute(_programmes(bool(scope.institutions)), values)
    return [ProgrammeChoice(*row) for row in rows]


@cache
def _programmes(has_institutions: bool) -> Select[Any]:
    bounds = scope_in(ANY_PART)
    chosen: ColumnElement[bool] = Programme.id.in_(bounds.programmes)
    if has_institutions:
        studied = (
            select(ProgrammeModule.programme_id)
            .join(Enrolment, Enrolment.module_id == ProgrammeModule.module_id)
            .join(User, User.id == Enrolment.learner_id)
            .where(INSTITUTION.in_(bounds.institutions))
        )
        chosen = or_(chosen, Programme.id.in_(studied))
    return select(Programme.id, Programme.title).where(chosen).order_by(Programme.place, Programme.id)


def list_institutions_to_invite(actor: Actor) -> list[Institution]:
    """Return where people may be invited from: a programme's coordinators choose among all institutions.

    Who coordinates institutions only chooses among those.
    """
    statement = select(Institution).where(Institution.closed_at.is_(None))
    if not actor.coordinated_programmes:
        statement = statement.where(Institution.id.in_(actor.coordinated_institutions))
    return in_readers_order(session.scalars(statement.order_by(Institution.sort_key)))


def find_institution_name(institution_id: int) -> dict[str, str] | None:
    """Return the name of the institution that a list is narrowed to."""
    return session.scalar(select(Institution.name).where(Institution.id == institution_id))
