"""When a session was used last, noted after the answer has left, so that nobody waits for it."""

import logging
from functools import partial
from threading import Lock

from flask import Flask, Response, request

from lms.domain.accounts import service as accounts
from lms.foundation import clock, db
from lms.web.shell.session import IMPERSONAL, UNATTENDED, viewer

log = logging.getLogger(__name__)
_noting = Lock()


def install(app: Flask) -> None:
    """Note every few minutes that a session is in use."""

    @app.after_request
    def note(response: Response) -> Response:
        if request.endpoint in IMPERSONAL | UNATTENDED:
            return response
        person = viewer()
        if person and person.last_seen_at and person.last_seen_at < clock.now() - accounts.SEEN_EVERY:
            response.call_on_close(partial(note_seen, person.session_id))
        return response


def note_seen(session_id: int) -> None:
    """Note it in a deed of its own; if that fails, the next page tries again."""
    # A database that is locked for a while would otherwise hold up all threads, for readers too.
    if not _noting.acquire(blocking=False):
        return
    try:
        with db.unit_of_work(is_urgent=False):
            accounts.note_session_seen(session_id)
    except db.DatabaseError as problem:
        log.warning("could not note when a session was used: %s", problem.orig)
    finally:
        _noting.release()
