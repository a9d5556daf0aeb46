"""Every write carries the token that the person's own pages were given."""

import hmac
import secrets
from collections.abc import Callable
from typing import Any

from flask import Flask, request, session
from werkzeug.exceptions import BadRequest

from lms.web.shell.unit_of_work import READING

View = Callable[..., Any]
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"


class TokenMissing(BadRequest):
    """The form came without the token of this session: too old, or from elsewhere."""


def token() -> str:
    """Return the token for the forms of this page; the signed cookie holds the same."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def key_is_enough(view: View) -> View:
    """Let a door be written to without the token: its address is a key that only the person can have.

    A mail program that ends letters for its owner has no page of ours and no session.
    """
    view.key_is_enough = True  # type: ignore[attr-defined]
    return view


def fits() -> bool:
    """Whether the request carries the token of this session, so that it comes from a page of ours."""
    given = request.headers.get(HEADER) or request.form.get(FIELD, "")
    expected = session.get("csrf", "")
    return bool(expected) and hmac.compare_digest(given.encode(), str(expected).encode())


def install(app: Flask) -> None:
    """Refuse each write without the token."""

    @app.before_request
    def check_token() -> None:
        if request.method in READING:
            return
        if hasattr(app.view_functions.get(request.endpoint or ""), "key_is_enough"):
            return
        # Where no door takes it, nothing can be done with it: the answer is what there is at that address.
        if not fits() and request.routing_exception is None:
            raise TokenMissing()
