"""Signed-in browsers, and forms kept for people whose session ended while they wrote."""

from datetime import timedelta

from lms.domain.accounts import queries
from lms.domain.accounts.models import KeptForm, UserSession
from lms.domain.accounts.tokens import digest, new_token
from lms.foundation import clock
from lms.foundation.db import separate_deed, session
from lms.foundation.errors import NotFound

LIFETIME = timedelta(days=30)
SHARED_LIFETIME = timedelta(hours=2)
FORM_KEPT_FOR = timedelta(days=1)


def open_session(user_id: int, *, browser: str, address: str, shared: bool = False) -> str:
    """Sign a browser in for the person; return the secret for its cookie."""
    now, token = clock.now(), new_token()
    session.add(
        UserSession(
            token_hash=digest(token),
            user_id=user_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (SHARED_LIFETIME if shared else LIFETIME),
            browser=browser,
            address=address,
            is_shared_computer=shared,
        )
    )
    return token


def end_session(user_id: int, session_id: int) -> None:
    """End one of the person's own sessions, here or on another device."""
    row = queries.find_session(session_id)
    if row is None or row.user_id != user_id:
        raise NotFound()
    row.ended_at = row.ended_at or clock.now()


def keep_form(path: str, fields: list[tuple[str, str]]) -> str:
    """Keep what was typed until its writer has signed in again; return the key to it."""
    token = new_token()
    with separate_deed() as own:
        own.add(
            KeptForm(
                token_hash=digest(token),
                path=path,
                fields=[list(pair) for pair in fields],
                created_at=clock.now(),
            )
        )
    return token


def take_kept_form(token: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the address and the fields of a kept form, for whoever holds its key."""
    kept = queries.find_kept_form(digest(token))
    if kept is None or kept.created_at < clock.now() - FORM_KEPT_FOR:
        raise NotFound()
    return kept.path, [(name, value) for name, value in kept.fields]
