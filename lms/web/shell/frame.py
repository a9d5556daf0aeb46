"""The reader's own state in the frame of a prerendered page: name, counts, token, messages."""

from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from flask import Flask, render_template, request
from markupsafe import Markup

from lms.domain.accounts.actor import Actor
from lms.foundation import i18n
from lms.web.shell import csrf, look, supporters
from lms.web.shell.pages import Unread, what_is_told
from lms.web.shell.prerender import PageCache, hole
from lms.web.shell.session import viewer

_PLACES = frozenset(
    {"", "account", "admin", "coordinate", "messages", "my", "notices", "sign-in", "sign-up", "teach"}
)


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
    all = hole("unread_all")


_bars = PageCache(most_bytes=1024 * 1024)
_FOOT_PLACES = frozenset({"accessibility", "contact", "glossary", "help", "privacy", "site-map"})


def install(app: Flask) -> None:
    """Give the layout its reader's bar, rendered once for each audience and place."""
    app.jinja_env.globals.update(viewer_bar=viewer_bar, site_footer=site_footer)


def holes() -> dict[str, Any]:
    """Return what the template of a prerendered page is given instead of the reader's own state."""
    return {
        "csrf_token": _token_hole,
        "viewer_bar_hole": hole("viewer_bar"),
        "flashes_hole": hole("flashes"),
        "look_hole": hole("look"),
        "supporters_hole": hole("supporters"),
    }


def values(person: Actor | None) -> dict[str, str]:
    """Return what fills those holes for this reader."""
    filled: dict[str, str] = {
        "viewer_bar": viewer_bar(),
        "flashes": _flashes(),
        "look": look.attributes_for(person),
        "supporters": supporters.block(),
    }
    if person is not None:
        filled["csrf_token"] = csrf.token()
    return filled


def viewer_bar() -> Markup:
    """Return the viewer's own part of the head of the page: name, counts, ways through the site."""
    person = viewer()
    audience, here = Audience.of(person), _here()
    key = (i18n.current_language(), audience, here)
    bar = _bars.get(key, lambda: _render_bar(audience, here))
    if person is None:
        return Markup(bar.fill({}))
    unread = Unread()
    filled = {
        "viewer_id": str(person.id),
        "viewer_name": person.name,
        "unread_notices": str(unread.notices),
        "unread_messages": str(unread.messages),
        "csrf_token": csrf.token(),
    }
    if person.is_staff:
        filled["unread_waiting"] = str(unread.waiting)
    filled["unread_all"] = str(unread.all)
    return Markup(bar.fill(filled))


def site_footer() -> Markup:
    """Return the foot of the page; it asks for nobody, so it also stands on the pages of trouble."""
    language, path = i18n.current_language(), request.path
    place = path.rpartition("/")[2]
    here = place if place in _FOOT_PLACES and path == f"/{language}/{place}" else ""
    foot = _bars.get(("foot", language, here), lambda: _render_foot(here))
    return Markup(foot.fill({"page": quote(path)}))


def _render_foot(here: str) -> str:
    return render_template("layout/footer.html", here=here, page_hole=hole("page"))


def _render_bar(audience: Audience, here: str) -> str:
    return render_template(
        "layout/viewer_bar.html",
        viewer=_StandIn(audience) if audience.is_member else None,
        unread=_UnreadHoles(),
        csrf_token=_token_hole,
        here=here,
    )


def _here() -> str:
    """Return the place of the page as far as the bar tells places apart."""
    _nothing, language, *rest = request.path.split("/")
    if not rest or rest[0] not in _PLACES:
        return ""
    return f"/{language}/{rest[0]}" + ("/below" if len(rest) > 1 else "")


def _token_hole() -> Markup:
    return hole("csrf_token")


def _flashes() -> Markup:
    told = what_is_told()
    if not told:
        return _no_flashes(i18n.current_language())
    return Markup(render_template("layout/flashes.html", flashes=told))


@cache
def _no_flashes(_language: str) -> Markup:
    return Markup(render_template("layout/flashes.html", flashes=[]))
