"""Where somebody goes next, and slow work done without holding the database."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, request
from werkzeug import Response

from lms.domain.accounts import rules
from lms.foundation import db
from lms.foundation.i18n import current_language

T = TypeVar("T")


def wanted_path() -> str | None:
    """Return the page of ours that the visitor was on the way to, if there was one."""
    return rules.local_path(request.values.get("next"))


def onward(destination: str | None = None) -> Response:
    """Send somebody who is signed in to where they were going, else to their learning."""
    return redirect(destination or f"/{current_language()}/my", 303)


def without_database(work: Callable[..., T], *values: Any) -> T:
    """Do work that takes a while, such as hashing, while no transaction is open for others to wait for.

    What this request has read is forgotten: call it before the deed begins.
    """
    db.session.remove()
    return work(*values)
