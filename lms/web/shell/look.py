"""How pages look to this reader: what their account says, or a cookie that this device keeps."""

from functools import lru_cache

from flask import Flask, Response, request
from markupsafe import Markup

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.appearance import USUAL, Appearance, read_appearance
from lms.web.shell.session import viewer

COOKIE = "look"  # the scripts of a page write it too, for visitors
_A_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Let the layout say on the page's first element how it is to look."""
    app.jinja_env.globals["look"] = attributes


def current(person: Actor | None) -> Appearance:
    """Return what the reader chose; an account knows better than the device."""
    if person is not None and person.appearance is not None:
        return person.appearance
    return read_appearance(request.cookies.get(COOKIE, ""))


def attributes() -> Markup:
    """Return the viewer's choice as attributes; what is as usual is not said."""
    return attributes_for(viewer())


def attributes_for(person: Actor | None) -> Markup:
    """Return the same for the person, or for a visitor."""
    return _attributes(current(person))


@lru_cache(maxsize=100)
def _attributes(chosen: Appearance) -> Markup:
    said = ""
    for name in ("text_size", "line_spacing", "color_scheme"):
        value = getattr(chosen, name)
        if value != getattr(USUAL, name):
            said += f' data-{name.replace("_", "-")}="{value}"'
    return Markup(said)


def remember(response: Response, chosen: Appearance, *, is_secure: bool) -> None:
    """Keep the choice on this device, for pages before signing in; it says nothing about the person."""
    response.set_cookie(COOKIE, chosen.written, max_age=_A_YEAR, secure=is_secure, samesite="Lax")
