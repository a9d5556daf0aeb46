"""The reader's own state in the frame of a prerendered page: name, counts, token, messages."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from flask import get_flashed_messages, render_template
from markupsafe import Markup

from lms.domain.accounts.actor import Actor
from lms.foundation import i18n
from lms.web.shell import csrf
from lms.web.shell.pages import Unread
from lms.web.shell.prerender import hole


class Audience(NamedTuple):
    """What readers have in common who get the same page."""

    is_member: bool = False
    is_staff: bool = False
    is_coordinator: bool = False
    is_admin: bool = False
    is_shared_computer: bool = False

    @classmethod
    def of(cls, person: Actor | None) -> "Audience":
        """Return the audience that the person (or a visitor) belongs to."""
        if person is None:
            return cls()
        return cls(True, person.is_staff, person.is_coordinator, person.is_admin, person.is_shared_computer)


class _StandIn:
    """Stands for the viewer while a page is rendered for all of one audience."""

    id = hole("viewer_id")
    name = hole("viewer_name")

    def __init__(self, audience: Audience) -> None:
        self.is_staff = audience.is_staff
        self.is_coordinator = audience.is_coordinator
        self.is_admin = audience.is_admin
        self.is_shared_computer = audience.is_shared_computer


class _UnreadHoles:
    notices = hole("unread_notices")
    messages = hole("unread_messages")
    waiting = hole("unread_waiting")


def holes_for(audience: Audience) -> dict[str, Any]:
    """Return what a template is given instead of the viewer's own state."""
    token: Callable[[], Markup] = lambda: hole("csrf_token")  # noqa: E731 (as templates call it)
    return {
        "viewer": _StandIn(audience) if audience.is_member else None,
        "unread": _UnreadHoles(),
        "csrf_token": token,
        "flashes_hole": hole("flashes"),
    }


def values_for(person: Actor | None) -> dict[str, str]:
    """Return what fills those holes for this reader."""
    values: dict[str, str] = {"flashes": _flashes()}
    if person is not None:
        unread = Unread()
        values["viewer_id"] = str(person.id)
        values["viewer_name"] = person.name
        values["unread_notices"] = str(unread.notices)
        values["unread_messages"] = str(unread.messages)
        values["csrf_token"] = csrf.token()
        if person.is_staff:
            values["unread_waiting"] = str(unread.waiting)
    return values


def _flashes() -> Markup:
    told = get_flashed_messages(with_categories=True)
    if not told:
        return _no_flashes(i18n.current_language())
    return Markup(render_template("layout/flashes.html", flashes=told))


@cache
def _no_flashes(_language: str) -> Markup:
    return Markup(render_template("layout/flashes.html", flashes=[]))
