"""What people change about their own account."""

from dataclasses import dataclass
from datetime import timedelta

from lms.domain.accounts import queries
from lms.domain.accounts.appearance import Appearance
from lms.domain.accounts.events import AddressChanged, MailHoursChanged
from lms.domain.accounts.models import User
from lms.domain.accounts.rules import Address
from lms.domain.accounts.service import letters
from lms.domain.accounts.service.resetting import replace_password
from lms.domain.accounts.service.sessions import end_sessions
from lms.foundation import audit, events

CONFIRM_WITHIN = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What people say about themselves and how they want to be written to."""

    name: str
    form_of_address: str
    language: str
    time_zone: str
    mail_from_hour: int
    mail_to_hour: int
    institution_id: int | None
    category_id: int | None
    position_id: int | None


def change_profile(user_id: int, profile: Profile) -> None:
    """Keep what the person said about themself."""
    user = queries.get_user(user_id)
    before = _of_letters(user)
    for column in Profile.__dataclass_fields__:
        setattr(user, column, getattr(profile, column))
    if _of_letters(user) != before:
        events.publish(MailHoursChanged(user_id=user_id))


def _of_letters(user: User) -> tuple[object, ...]:
    return user.language, user.time_zone, user.mail_from_hour, user.mail_to_hour


def choose_mail_days(user_id: int, days: str, digest_day: int) -> None:
    """Keep on which days of the week, and on which of them with a weekly summary, mail may come."""
    user = queries.get_user(user_id)
    user.mail_days, user.digest_day = days, digest_day


def choose_appearance(user_id: int, appearance: Appearance) -> None:
    """Keep how the person likes to read, for all their devices."""
    queries.get_user(user_id).appearance = appearance.written


def change_password(user_id: int, password_hash: str, session_id: int) -> None:
    """Set a new password for somebody who knows the old one, and sign out all other devices."""
    replace_password(queries.get_user(user_id), password_hash)
    end_sessions(user_id, but=session_id)
    audit.record(f"user:{user_id}", "password-changed", f"user:{user_id}")


def request_new_address(user_id: int, address: Address) -> None:
    """Ask the new address to confirm; whether it has an account here shows only in the letter."""
    user = queries.get_user(user_id)
    owner = queries.find_user_by_key(address.key)
    if owner and owner.id != user.id:
        letters.send_word(owner, "address-taken")
        return
    letters.end_keys(user.id, "email")
    details = {"email": address.email, "email_key": address.key}
    letters.send_key(
        user, "confirm-new-address", "email", CONFIRM_WITHIN, address=address.email, details=details
    )


def confirm_new_address(token: str) -> User | None:
    """Move the account to the address whose letter carried this key, and tell the former address."""
    key = letters.take_key("email", token)
    user = queries.get_user(key.user_id) if key else None
    if key is None or user is None or user.standing != "active":
        return None
    owner = queries.find_user_by_key(key.details["email_key"])
    if owner and owner.id != user.id:
        return None
    former = user.email
    user.email, user.email_key = key.details["email"], key.details["email_key"]
    letters.end_keys(user.id, "password", "email")
    letters.send_word(user, "changed-address", address=former)
    events.publish(AddressChanged(user_id=user.id, email_key=user.email_key))
    audit.record(f"user:{user.id}", "address-changed", f"user:{user.id}")
    return user
