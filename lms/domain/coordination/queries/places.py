"""The programmes and institutions that a coordinator can choose between."""

from sqlalchemy import or_, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import Institution, User
from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.coordination.models import Invitation
from lms.domain.coordination.queries.inside import INSTITUTION, enrolments
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


def list_institutions_of(scope: Scope) -> list[Institution]:
    """Return the institutions that have somebody inside the scope, in Lithuanian order."""
    present = enrolments(scope, INSTITUTION).distinct()
    invited = select(Invitation.institution_id).where(Invitation.programme_id.in_(scope.programmes))
    statement = select(Institution).where(
        or_(
            Institution.id.in_(present),
            Institution.id.in_(invited),
            Institution.id.in_(scope.institutions),
        )
    )
    return list(session.scalars(statement.order_by(Institution.sort_key)))
