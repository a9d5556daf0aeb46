"""What the administrator, and the person themself, does with an account as a whole."""

from typing import Any

from lms.domain.accounts import queries
from lms.domain.accounts.actor import Actor
from lms.domain.accounts.events import UserDeactivated
from lms.domain.accounts.models import User
from lms.domain.accounts.rules import Address
from lms.domain.accounts.service import letters, sessions, signing_up
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid
from lms.foundation.i18n import gettext as _


def create_user(
    actor_label: str, address: Address, name: str, password_hash: str | None, **facts: Any
) -> User:
    """Open a confirmed account, for commands; `facts` are further columns of the person."""
    if queries.find_user_by_key(address.key):
        raise Conflict(_("There is already an account with this address."))
    user = User(
        email=address.email,
        email_key=address.key,
        name=name,
        password_hash=password_hash,
        created_at=clock.now(),
        **facts,
    )
    session.add(user)
    session.flush()
    signing_up.open_account(user)
    audit.record(actor_label, "account-created", f"user:{user.id}")
    return user


def change_person(actor: Actor, user: User, facts: dict[str, Any]) -> None:
    """Correct a person's name, language or place of work for them."""
    before = {column: getattr(user, column) for column in facts}
    for column, value in facts.items():
        setattr(user, column, value)
    # What somebody is called is theirs; the record tells only which columns were changed.
    changed = sorted(column for column in facts if before[column] != facts[column])
    if changed:
        audit.record(actor.label, "account-changed", f"user:{user.id}", changed=changed)


def make_administrator(actor_label: str, user: User) -> None:
    """Let a person administer the platform."""
    if user.standing != "active":
        raise Conflict(_("Only somebody with an open account can be an administrator."))
    if not user.is_admin:
        user.is_admin = True
        audit.record(actor_label, "administrator-made", f"user:{user.id}")


def unmake_administrator(actor: Actor, user: User) -> None:
    """Take the administration from a person; somebody always keeps it."""
    if user.is_admin:
        _keep_one_administrator(user)
        user.is_admin = False
        audit.record(actor.label, "administrator-unmade", f"user:{user.id}")


def deactivate_user(actor: Actor, user: User) -> None:
    """Close an account: sessions end at once, the person's record stays."""
    if user.standing == "deactivated":
        return
    if user.is_admin:
        _keep_one_administrator(user)
    user.standing, user.deactivated_at, user.is_admin = "deactivated", clock.now(), False
    sessions.end_sessions(user.id)
    letters.end_keys(user.id, "confirm", "password", "email")
    events.publish(UserDeactivated(user_id=user.id))
    audit.record(actor.label, "account-closed", f"user:{user.id}")


def reactivate_user(actor: Actor, user: User) -> None:
    """Open a closed account again, with everything that was in it."""
    if user.standing != "deactivated":
        return
    user.deactivated_at = None
    user.standing = "active" if user.confirmed_at else "unconfirmed"
    audit.record(actor.label, "account-reopened", f"user:{user.id}")


def sign_out_everywhere(actor: Actor, user: User) -> int:
    """End all sessions of a person, such as after a lost device; return how many."""
    ended = sessions.end_sessions(user.id, but=actor.session_id)
    audit.record(actor.label, "sessions-ended", f"user:{user.id}", ended=ended)
    return ended


def _keep_one_administrator(user: User) -> None:
    # Locked, so that two administrators cannot take it from each other at the same moment.
    if not any(each.id != user.id for each in queries.lock_administrators()):
        raise Invalid(_("This is the only administrator. Appoint another one first."))
