"""Every write carries the token that the person's own pages were given."""

import hmac
import secrets

from flask import Flask, request, session
from werkzeug.exceptions import BadRequest

from lms.web.shell.unit_of_work import READING

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


class TokenMissing(BadRequest):
    """The form came without the token of this session: too old, or from elsewhere."""


def token() -> str:
    """Return the token for the forms of this page; the signed cookie holds the same."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def install(app: Flask) -> None:
    """Refuse each write without the token."""

    @app.before_request
    def check_token() -> None:
        if request.method in READING:
            return
        given = request.headers.get(HEADER) or request.form.get(FIELD, "")
        expected = session.get("csrf", "")
        if not expected or not hmac.compare_digest(given.encode(), str(expected).encode()):
            raise TokenMissing()
