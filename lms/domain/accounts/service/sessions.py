"""Signed-in browsers, and forms kept for people whose session ended while they wrote."""

from datetime import timedelta

from lms.domain.accounts import queries
from lms.domain.accounts.models import KeptForm, UserSession
from lms.domain.accounts.tokens import digest, new_token
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import NotFound

LIFETIME = timedelta(days=30)
SHARED_LIFETIME = timedelta(hours=2)
FORM_KEPT_FOR = timedelta(days=1)
SEEN_EVERY = timedelta(minutes=5)


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


def note_session_seen(session_id: int) -> None:
    """Note that the browser is still in use; a shared computer's session lives from use to use."""
    now = clock.now()
    queries.note_use(session_id, now=now, since=now - SEEN_EVERY, shared_until=now + SHARED_LIFETIME)


def prolong_session(session_id: int) -> None:
    """Let a session last as long from now on as one that has just begun, for who asked to stay."""
    row, now = queries.find_session(session_id), clock.now()
    if row is None or row.ended_at:
        raise NotFound()
    row.last_seen_at = now
    row.expires_at = now + (SHARED_LIFETIME if row.is_shared_computer else LIFETIME)


def end_session(user_id: int, session_id: int) -> None:
    """End one of the person's own sessions, here or on another device."""
    row = queries.find_session(session_id)
    if row is None or row.user_id != user_id:
        raise NotFound()
    row.ended_at = row.ended_at or clock.now()


def end_sessions(user_id: int, *, but: int | None = None) -> int:
    """End the person's sessions on all devices, except perhaps this one; return how many."""
    ending = [row for row in queries.list_sessions(user_id) if row.id != but]
    for row in ending:
        row.ended_at = clock.now()
    return len(ending)


def keep_form(path: str, fields: list[tuple[str, str]], *, writer_id: int | None = None) -> str:
    """Keep what was typed until its writer has signed in again; return the key to it."""
    token = new_token()
    session.add(
        KeptForm(
            token_hash=digest(token),
            user_id=writer_id,
            path=path,
            fields=[list(pair) for pair in fields],
            created_at=clock.now(),
        )
    )
    return token


def read_kept_form(token: str, reader_id: int) -> tuple[str, list[tuple[str, str]]]:
    """Return the address and the fields of a kept form to its writer, who holds its key."""
    kept = queries.find_kept_form(digest(token))
    if kept is None or kept.created_at < clock.now() - FORM_KEPT_FOR:
        raise NotFound()
    # On a shared computer the next person must not find what the last one wrote.
    if kept.user_id not in (None, reader_id):
        raise NotFound()
    return kept.path, [(name, value) for name, value in kept.fields]
