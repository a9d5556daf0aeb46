"""Refusals and faults become pages in the reader's language, with a way on."""

import logging

from flask import Flask, render_template, request
from werkzeug.exceptions import HTTPException

from lms.foundation import db, storage
from lms.foundation.errors import Refusal
from lms.web.shell import kept_forms
from lms.web.shell.csrf import TokenMissing

log = logging.getLogger(__name__)
PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503, 507})


def install(app: Flask) -> None:
    """Answer each kind of trouble with its own page."""
    app.register_error_handler(Refusal, _refuse)
    app.register_error_handler(TokenMissing, _offer_again)
    app.register_error_handler(HTTPException, _explain)
    app.register_error_handler(db.DatabaseError, _without_database)
    app.register_error_handler(Exception, _own_fault)


def _refuse(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    wait = getattr(refusal, "retry_after", None)
    headers = {"Retry-After": str(wait)} if wait else {}
    return _page(refusal.status, str(refusal)), refusal.status, headers


def _explain(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code), error.code


def _offer_again(_error: TokenMissing) -> tuple[str, int]:
    if not kept_forms.came_from_our_own_page():
        return _page(400), 400
    db.session.rollback()
    db.begin_reading()
    return render_template(
        "errors/send_again.html", path=request.full_path, fields=kept_forms.typed_fields()
    ), 400


def _without_database(error: db.DatabaseError) -> tuple[str, int]:
    if db.is_unreachable(error) and not storage.is_disk_full(error):
        log.warning("the database did not answer", exc_info=error)
        return _bare_page(503), 503
    return _own_fault(error)


def _own_fault(error: Exception) -> tuple[str, int]:
    if storage.is_disk_full(error):
        log.error("a disk is full", exc_info=error, extra={"path": request.path})
        return _bare_page(507), 507
    log.error("a page failed", exc_info=error, extra={"path": request.path})
    return _bare_page(500), 500


def _page(status: int, reason: str = "") -> str:
    """Render with the viewer's own header; fall back to the bare page if that fails too."""
    shown = status if status in PAGES else 400
    db.session.rollback()
    db.begin_reading()
    try:
        return render_template(f"errors/{shown}.html", reason=reason)
    except db.DatabaseError:
        return _bare_page(503)


def _bare_page(status: int) -> str:
    """Render without asking the database for anything."""
    db.session.remove()
    return render_template(f"errors/{status}.html", viewer=None, unread=None, reason="")
