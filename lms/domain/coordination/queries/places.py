"""The programmes and institutions that a coordinator can choose between."""

from sqlalchemy import or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import Institution, User
from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.coordination.queries.inside import INSTITUTION
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session


def list_programmes_of(scope: Scope) -> list[Programme]:
    """Return the coordinator's programmes, and those in which people of their institutions study."""
    if not scope.institutions:
        statement = select(Programme).where(Programme.id.in_(scope.programmes))
    else:
        studied = (
            select(ProgrammeModule.programme_id)
            .join(Enrolment, Enrolment.module_id == ProgrammeModule.module_id)
            .join(User, User.id == Enrolment.learner_id)
            .where(INSTITUTION.in_(scope.institutions))
        )
        statement = select(Programme).where(
            or_(Programme.id.in_(scope.programmes), Programme.id.in_(studied))
        )
    return list(session.scalars(statement.order_by(Programme.place, Programme.id)))


def list_institutions_to_invite(actor: Actor) -> list[Institution]:
    """Return where people may be invited from: a programme's coordinators choose among all institutions.

    Who coordinates institutions only chooses among those.
    """
    statement = select(Institution).where(Institution.closed_at.is_(None))
    if not actor.coordinated_programmes:
        statement = statement.where(Institution.id.in_(actor.coordinated_institutions))
    return list(session.scalars(statement.order_by(Institution.sort_key)))


def find_institution_name(institution_id: int) -> dict[str, str] | None:
    """Return the name of the institution that a list is narrowed to."""
    return session.scalar(select(Institution.name).where(Institution.id == institution_id))
