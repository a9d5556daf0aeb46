"""Signing up, and confirming that the address is one's own."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lms.domain.accounts import places, queries
from lms.domain.accounts.events import AccountConfirmed
from lms.domain.accounts.models import User
from lms.domain.accounts.rules import Address
from lms.domain.accounts.service import letters
from lms.foundation import clock, events
from lms.foundation.db import insert_once
from lms.foundation.sorting import fold, person_sort_key

CONFIRM_WITHIN = timedelta(days=3)
AGAIN = "again"


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """What somebody typed who wants an account; the password is hashed already."""

    name: str
    address: Address
    password_hash: str
    language: str
    privacy_version: str
    institution_id: int | None = None
    category_id: int | None = None
    position_id: int | None = None
    destination: str | None = None
    # Which shown form it came from: a second click on the same button wants no second letter.
    form_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """Whose account has just been opened, and where they wanted to go."""

    user_id: int
    destination: str | None


def sign_up(new: NewAccount) -> None:
    """Take up somebody who wants an account; only the letter tells whether the address had one."""
    row = _row(new)
    keys = {"sort_key": person_sort_key(new.name), "search_key": fold(f"{new.name} {new.address.email}")}
    insert_once(User, **row, **keys, standing="unconfirmed", created_at=clock.now())
    user = queries.find_user_by_key(new.address.key)
    assert user is not None
    if user.standing != "unconfirmed":
        letters.send_word(user, "address-taken", language=new.language)
        return
    queries.take_turn(user.id)
    if letters.was_just_sent(user.id, "confirm", form_key=new.form_key):
        return
    # Who types last is shown, but each letter confirms what was typed with it: somebody else
    # who signs up with this address cannot slip their password under the owner's letter.
    for field, value in row.items():
        setattr(user, field, value)
    _send_confirmation(user, new.destination, new.form_key)


def send_confirmation_again(email_key: str) -> None:
    """Send the letter once more to somebody who has not confirmed; anyone else hears nothing."""
    user = queries.find_user_by_key(email_key)
    if user is None or user.standing != "unconfirmed":
        return
    queries.take_turn(user.id)
    if not letters.was_just_sent(user.id, "confirm", form_key=AGAIN):
        _send_confirmation(user, queries.find_last_destination(user.id), AGAIN)


def confirm_account(token: str) -> Confirmed | None:
    """Open the account whose letter carried this key; None when the key is worth nothing any more."""
    key = letters.take_key("confirm", token)
    user = queries.get_user(key.user_id) if key else None
    if key is None or user is None or user.standing != "unconfirmed":
        return None
    user.name, user.password_hash = key.details["name"], key.details["password_hash"]
    open_account(user)
    return Confirmed(user_id=user.id, destination=key.details.get("destination"))


def open_account(user: User) -> None:
    """Let a person in who has shown that the address is theirs."""
    user.standing, user.confirmed_at = "active", clock.now()
    letters.end_keys(user.id, "confirm")
    events.publish(AccountConfirmed(user_id=user.id, email_key=user.email_key))


def _send_confirmation(user: User, destination: str | None, form_key: str = "") -> None:
    typed = {"name": user.name, "password_hash": user.password_hash, "destination": destination}
    details = {**typed, "form": form_key} if form_key else typed
    letters.send_key(user, "confirm-address", "confirm", CONFIRM_WITHIN, details=details)


def _row(new: NewAccount) -> dict[str, Any]:
    return {
        "email": new.address.email,
        "email_key": new.address.key,
        "name": new.name,
        "password_hash": new.password_hash,
        "language": new.language,
        "time_zone": places.zone_of(queries.find_country(new.institution_id)),
        "institution_id": new.institution_id,
        "category_id": new.category_id,
        "position_id": new.position_id,
        "privacy_version": new.privacy_version,
        "privacy_seen_at": clock.now(),
    }
