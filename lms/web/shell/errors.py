"""Refusals and faults become pages in the reader's language, with a way on and with what was written."""

import logging
from typing import Any

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from lms.foundation import db, storage
from lms.foundation.errors import Refusal
from lms.web.shell import csrf, incoming, kept_forms
from lms.web.shell.csrf import TokenMissing
from lms.web.shell.unit_of_work import READING

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503, 507})
RETRY_AFTER = {"Retry-After": "10"}
Answer = tuple[str, int, dict[str, str]]


def install(app: Flask) -> None:
    """Answer each kind of trouble with its own page."""
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(TokenMissing, _offer_again)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(db.DatabaseError, _without_database)
    app.register_error_handler(Exception, _own_fault)


def _refuse(refusal: Refusal) -> Answer:
    wait = getattr(refusal, "retry_after", None)
    headers = {"Retry-After": str(wait)} if wait else {}
    return _answer(_page(refusal.status, str(refusal)), refusal.status, headers)


def _explain(error: HTTPException) -> Answer | HTTPException:
    if error.code is None or error.code < 400:
        return error
    if error.code == 413:
        incoming.throw_away_the_rest()
    allowed = sorted(getattr(error, "valid_methods", None) or [])
    page = _page(error.code, can_be_opened="GET" in allowed)
    return _answer(page, error.code, {"Allow": ", ".join(allowed)} if allowed else None)


def _offer_again(_error: TokenMissing) -> Answer:
    if not kept_forms.came_from_our_own_page():
        return _answer(_page(400), 400)
    return _answer(_shown("errors/send_again.html", **_what_was_sent()), 400)


def _without_database(error: db.DatabaseError) -> Answer:
    if db.is_unreachable(error) and not storage.is_disk_full(error):
        log.warning("the database did not answer: %s", error.orig, extra={"path": request.path})
        return _answer(_bare_page(503), 503, RETRY_AFTER)
    if isinstance(error, db.Unstorable):
        log.error("something came in that the database does not take", exc_info=error)
        return _answer(_page(400), 400)
    return _own_fault(error)


def _own_fault(error: Exception) -> Answer:
    if storage.is_disk_full(error):
        log.error("a disk is full: %s", error, extra={"path": request.path})
        return _answer(_bare_page(507), 507)
    log.error("a page failed", exc_info=error, extra={"path": request.path})
    return _answer(_bare_page(500), 500)


def _answer(page: str, status: int, headers: dict[str, str] | None = None) -> Answer:
    # What somebody has written may stand in it: no browser keeps it longer than it is shown.
    kept = {} if request.method in READING else {"Cache-Control": "no-store"}
    return page, status, {**kept, **(headers or {})}


def _page(status: int, reason: str = "", *, can_be_opened: bool = False) -> str:
    shown = status if status in PAGES else 400
    sent = _what_was_sent() if status >= 500 else {"written": _what_was_written()}
    opens = kept_forms.path_of_request() if can_be_opened else ""
    return _shown(f"errors/{shown}.html", reason=reason, opens=opens, **sent)


def _shown(template: str, **values: Any) -> str:
    """Render with the viewer's own header; fall back to the bare page if the database fails at that."""
    db.session.rollback()
    db.begin_reading()
    try:
        return render_template(template, **values)
    except db.DatabaseError:
        return _bare_page(503)


def _bare_page(status: int) -> str:
    """Render without asking the database for anything."""
    db.session.remove()
    values = {"viewer": None, "unread": None, "reason": "", **_what_was_sent()}
    return render_template(f"errors/{status}.html", **values)


def _what_was_sent() -> dict[str, Any]:
    """Return where the request went and what was typed: the page offers to send it once more."""
    path = kept_forms.path_of_request()
    if not _is_our_form():
        return {"path": path, "fields": []}
    return {"path": path, "fields": kept_forms.typed_fields(), "written": kept_forms.written()}


def _what_was_written() -> kept_forms.Written | None:
    """Return the texts of a form that was refused; its page shows them, and they are kept nowhere else."""
    if request.method in READING or request.headers.get("X-Requested-With") == "fetch":
        return None
    written = kept_forms.written()
    return written if written.is_unread or _is_our_form() else None


def _is_our_form() -> bool:
    """Whether a form came from a page of ours: another site cannot make ours show or send its words."""
    if request.method in READING or not kept_forms.is_read():
        return False
    return csrf.fits() or kept_forms.came_from_our_own_page()
