"""A new password for somebody who forgot theirs."""

from datetime import timedelta

from lms.domain.accounts import queries
from lms.domain.accounts.models import User
from lms.domain.accounts.service import letters, signing_up
from lms.domain.accounts.service.sessions import end_sessions
from lms.foundation import audit

CHOOSE_WITHIN = timedelta(hours=2)


def request_password(email_key: str, language: str) -> None:
    """Send the key to a new password, if there is an account; who asked learns nothing."""
    user = queries.find_user_by_key(email_key)
    if user is None or user.standing == "deactivated":
        return
    queries.take_turn(user.id)
    if not letters.was_just_sent(user.id, "password"):
        letters.send_key(user, "reset-password", "password", CHOOSE_WITHIN, language=language)


def reset_password(token: str, password_hash: str) -> User | None:
    """Set the new password and sign out everywhere; None when the key is worth nothing any more.

    Whoever holds the key has read the letter, so it confirms the address as well.
    """
    key = letters.take_key("password", token)
    user = queries.get_user(key.user_id) if key else None
    if user is None or user.standing == "deactivated":
        return None
    replace_password(user, password_hash)
    end_sessions(user.id)
    if user.standing == "unconfirmed":
        signing_up.open_account(user)
    audit.record(f"user:{user.id}", "password-reset", f"user:{user.id}")
    return user


def replace_password(user: User, password_hash: str) -> None:
    """Set a password and tell its owner; letters that could set another one are worthless now."""
    user.password_hash = password_hash
    letters.end_keys(user.id, "password", "email")
    letters.send_word(user, "password-changed")


def renew_hash(user_id: int, password_hash: str) -> None:
    """Keep the same password under today's cost."""
    queries.get_user(user_id).password_hash = password_hash
