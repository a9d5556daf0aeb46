"""Reading invitations; open ones are a standing that is counted."""

from typing import Any

from sqlalchemy import Select, false, or_, select

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.coordination.models import Invitation
from lms.domain.coordination.scope import Scope
from lms.foundation.db import session
from lms.foundation.errors import NotFound


def open_invitations(scope: Scope, *columns: Any) -> Select[Any]:
    """Select from the invitations inside the scope that nobody has answered yet."""
    return select(*columns).select_from(Invitation).where(*_inside(scope), Invitation.accepted_at.is_(None))


def list_invitations(scope: Scope, *, page: int = 1, size: int = 50) -> list[Invitation]:
    """Return a page of all invitations of the scope, the newest first, for the coordinator's list."""
    statement = select(Invitation).where(*_inside(scope)).order_by(Invitation.id.desc())
    return list(session.scalars(statement.limit(size + 1).offset((page - 1) * size)))


def list_open_invitations(scope: Scope) -> list[Invitation]:
    """Return everybody who was invited and has not come yet, for the export."""
    return list(session.scalars(open_invitations(scope, Invitation).order_by(Invitation.email_key)))


def get_invitation(invitation_id: int) -> Invitation:
    """Return the invitation, or refuse."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.withdrawn_at is not None:
        raise NotFound()
    return invitation


def is_inside(scope: Scope, invitation: Invitation) -> bool:
    """Whether this invitation is one of the coordinator's own programmes or institutions."""
    return invitation.programme_id in scope.programmes or invitation.institution_id in scope.institutions


def list_invitations_of(learner_id: int, programme_id: int | None, module_id: int | None) -> list[Invitation]:
    """Return a person's open invitations to this programme, or to a programme with this module."""
    email_key = select(User.email_key).where(User.id == learner_id).scalar_subquery()
    if programme_id is not None:
        programmes = [programme_id]
    else:
        programmes = list(
            session.scalars(select(ProgrammeModule.programme_id).filter_by(module_id=module_id))
        )
    statement = select(Invitation).where(
        Invitation.email_key == email_key,
        Invitation.programme_id.in_(programmes),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
    )
    return list(session.scalars(statement))


def find_invitation(email_key: str, programme_id: int) -> Invitation | None:
    """Return the invitation of this address to this programme, if there is one."""
    return session.scalar(select(Invitation).filter_by(email_key=email_key, programme_id=programme_id))


def _inside(scope: Scope) -> list[Any]:
    if not scope.programmes and not scope.institutions:
        return [false()]
    found: list[Any] = [
        Invitation.withdrawn_at.is_(None),
        or_(Invitation.programme_id.in_(scope.programmes), Invitation.institution_id.in_(scope.institutions)),
    ]
    if scope.programme_id is not None:
        found.append(Invitation.programme_id == scope.programme_id)
    if scope.institution_id is not None:
        found.append(Invitation.institution_id == scope.institution_id)
    return found
