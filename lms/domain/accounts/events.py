"""What happens around accounts."""

from dataclasses import dataclass
from typing import Literal

from lms.foundation.events import Event

LetterKind = Literal[
    "confirm-address",
    "address-taken",
    "reset-password",
    "password-changed",
    "confirm-new-address",
    "changed-address",
]


@dataclass(frozen=True, kw_only=True)
class LetterRequested(Event):
    """An account letter has to go out at once, whatever the hour.

    `address` is where it goes: the person's own address has not changed yet, or has just
    changed. `token_id` names the one-time key in the letter's link; the secret itself is
    never in a row: `accounts.queries.get_letter_key(token_id)` makes it when the letter is
    written, and gives None once the key is used or run out. `occasion` is unique.
    """

    kind: LetterKind
    user_id: int
    address: str
    language: str
    occasion: str
    token_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccountConfirmed(Event):
    """A person has shown that the address is theirs: invitations to it are now theirs too."""

    user_id: int
    email_key: str


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """A person's confirmed address is another one from now on."""

    user_id: int
    email_key: str


@dataclass(frozen=True, kw_only=True)
class MailHoursChanged(Event):
    """A person wants letters at other hours, by the clock of another zone, or in the other language."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class UserDeactivated(Event):
    """An account was closed, by its owner or an administrator; the record stays."""

    user_id: int
