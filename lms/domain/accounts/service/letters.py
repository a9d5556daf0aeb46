"""Account letters and the one-time keys in their links."""

import secrets
from datetime import timedelta
from typing import Any

from lms.domain.accounts import queries
from lms.domain.accounts.events import LetterKind, LetterRequested
from lms.domain.accounts.models import AccountToken, User
from lms.domain.accounts.tokens import digest, letter_secret
from lms.foundation import clock, events
from lms.foundation.db import session

SAME_CLICK_FOR = timedelta(seconds=30)


def send_key(
    user: User,
    kind: LetterKind,
    purpose: str,
    good_for: timedelta,
    *,
    address: str = "",
    language: str = "",
    details: dict[str, Any] | None = None,
) -> AccountToken:
    """Have a letter sent whose link carries a fresh one-time key."""
    nonce, now = secrets.token_urlsafe(16), clock.now()
    key = AccountToken(
        token_hash=digest(letter_secret(purpose, user.id, nonce)),
        purpose=purpose,
        user_id=user.id,
        details={**(details or {}), "nonce": nonce},
        created_at=now,
        expires_at=now + good_for,
    )
    session.add(key)
    session.flush()
    _request(user, kind, address, language, f"{kind}:{key.id}", key.id)
    return key


def was_just_sent(user_id: int, purpose: str, *, form_key: str | None = None) -> bool:
    """Tell whether such a letter has left so lately that this is a second click and not a second wish.

    With a form's key only a letter from that very form counts: somebody else who signs up with the
    same address must not keep the owner's own letter from leaving.
    """
    keys = queries.list_open_keys(user_id, [purpose])
    latest = [key for key in keys if key.created_at > clock.now() - SAME_CLICK_FOR]
    if form_key is None:
        return bool(latest)
    return any(form_key and key.details.get("form") == form_key for key in latest)


def send_word(user: User, kind: LetterKind, *, address: str = "", language: str = "") -> None:
    """Have a letter sent that only tells something."""
    _request(user, kind, address, language, f"{kind}:{user.id}:{secrets.token_urlsafe(8)}", None)


def _request(
    user: User, kind: LetterKind, address: str, language: str, occasion: str, token_id: int | None
) -> None:
    events.publish(
        LetterRequested(
            kind=kind,
            user_id=user.id,
            address=address or user.email,
            language=language or user.language,
            occasion=occasion,
            token_id=token_id,
        )
    )


def take_key(purpose: str, token: str) -> AccountToken | None:
    """Use up the key of a letter's link; None when it was used already, has run out or never was."""
    key = queries.find_key(purpose, token, to_use=True)
    if key:
        key.used_at = clock.now()
    return key


def end_keys(user_id: int, *purposes: str) -> None:
    """Make worthless what other letters to this person still carry."""
    for key in queries.list_open_keys(user_id, purposes):
        key.used_at = clock.now()
