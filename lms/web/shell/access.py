"""Every door says who may pass: @public, @members or @allow(policy, load).

What a person may not know of answers 404, what they may see but not do 403, and a
visitor is sent to sign in, with what they typed kept for when they are back.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for

from lms.foundation.errors import NotAllowed, NotFound
from lms.web.shell import kept_forms
from lms.web.shell.session import viewer
from lms.web.shell.unit_of_work import READING

View = Callable[..., Any]


def public(view: View) -> View:
    """Open this door to everyone."""
    view.gate = "public"  # type: ignore[attr-defined]
    return view


def members(view: View) -> View:
    """Open this door to whoever is signed in; the view gets no thing to load."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        return view(**values) if viewer() else _send_to_sign_in()

    guarded.gate = "members"  # type: ignore[attr-defined]
    return guarded


def allow(
    may: Callable[..., bool], load: Callable[..., Any] | None = None, *, hidden: bool = True
) -> Callable[[View], View]:
    """Load the thing that the address names; let pass whom the policy allows.

    `may(actor, thing)`, or `may(actor)` where there is nothing to load. The view gets
    the thing. `hidden` things answer 404 to whom the policy turns away, others 403.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            actor = viewer()
            if actor is None:
                return _send_to_sign_in()
            things = [load(**values)] if load else []
            if not may(actor, *things):
                raise NotFound() if hidden else NotAllowed()
            return view(*things) if load else view(**values)

        guarded.gate = may.__name__  # type: ignore[attr-defined]
        return guarded

    return decorate


def _send_to_sign_in() -> Any:
    reading = request.method in READING
    destination = request.full_path.rstrip("?") if reading else kept_forms.keep()
    return redirect(url_for("accounts.sign_in", next=destination), 303)
