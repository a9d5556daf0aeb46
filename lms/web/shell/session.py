"""Who is here. The cookie names a row of `user_sessions`; ending the row signs out."""

from collections.abc import Callable

from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from lms.domain.accounts import service as accounts
from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries as catalogue
from lms.domain.notifications import queries as notifications
from lms.foundation import db, i18n
from lms.foundation.db import session as database
from lms.web.shell.unit_of_work import READING

Finder = Callable[..., tuple[Actor, notifications.Unread] | None]
_finders: dict[str, Finder] = {}
# Files that are the same for everybody: nobody asks who fetches them.
IMPERSONAL = frozenset({"static", "media.show_media", "app.service_worker", "offline.manifest"})
# Asked by scripts on their own: an open page alone does not keep anybody signed in.
UNATTENDED = frozenset({"offline.who_is_here"})


class SignedIn(UserMixin):
    """What Flask-Login keeps of the person: the session's token and the actor behind it."""

    def __init__(self, token: str, actor: Actor, unread: notifications.Unread | None = None) -> None:
        self.token = token
        self.actor = actor
        self.unread = unread

    def get_id(self) -> str:
        """Return what the cookie carries: the token of the session's row."""
        return self.token


def install(app: Flask) -> None:
    """Let Flask-Login find the person by the session's row, once per request."""
    manager = LoginManager(app)
    manager.session_protection = None  # The row can be ended; an address may change under way.

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        # The page that says that the database is away must not wait for it once more.
        if g.get("viewer_is_unknown"):
            return None
        try:
            return _find_signed_in(token)
        except db.DatabaseError:
            g.viewer_is_unknown = True
            raise

    @app.before_request
    def speak_in_their_zone() -> None:
        if request.endpoint in IMPERSONAL:
            return
        person = viewer()
        if person:
            i18n.speak(g.get("language", person.language), person.time_zone)


def _find_signed_in(token: str) -> SignedIn | None:
    if request.method not in READING:
        actor = catalogue.find_actor(token)
        return SignedIn(token, actor) if actor else None
    # A page that is read has a header, so what the header counts comes in the same statement.
    find = _finders.get(request.endpoint or "")
    found = find(token, **(request.view_args or {})) if find else notifications.find_viewer(token)
    return SignedIn(token, *found) if found else None


def find_viewer_with(endpoint: str, find: Finder) -> None:
    """Let a page that is read very often find its viewer together with what else it needs."""
    _finders[endpoint] = find


def viewer() -> Actor | None:
    """Return the person who is signed in, or None for a visitor."""
    person = _signed_in()
    return person.actor if person else None


def counted_unread() -> notifications.Unread | None:
    """Return what the header counts, where it was counted together with finding the viewer."""
    person = _signed_in()
    return person.unread if person else None


def _signed_in() -> SignedIn | None:
    # A page asks some ten times who is here: the proxy is looked through once each time, not once per word.
    person = current_user._get_current_object()
    return person if isinstance(person, SignedIn) else None


def member() -> Actor:
    """Return who has passed a door that is closed to visitors."""
    person = viewer()
    if person is None:
        raise RuntimeError("This view stands behind no gate that lets only members pass.")
    return person


def sign_in(user_id: int, *, shared: bool = False) -> None:
    """Open a session row for the person and give the browser its token."""
    token = accounts.open_session(
        user_id,
        browser=request.user_agent.string[:300],
        address=request.remote_addr or "",
        shared=shared,
    )
    database.flush()
    cookie.clear()
    actor = catalogue.find_actor(token)
    assert actor is not None
    login_user(SignedIn(token, actor), remember=False)
    cookie.permanent = not shared


def keep_cookie_longer() -> None:
    """Let the browser keep its cookie as long as the session, which has just begun its time anew."""
    cookie.modified = True


def sign_out() -> None:
    """End this browser's session row and forget the cookie."""
    if current_user.is_authenticated:
        accounts.end_session(current_user.actor.id, current_user.actor.session_id)
    logout_user()
    cookie.clear()
