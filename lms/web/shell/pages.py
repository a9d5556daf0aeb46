"""What every template knows, and how a page is made."""

import hashlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, flash, get_flashed_messages, render_template, request, url_for
from markupsafe import Markup

from lms.domain.coordination import queries as coordination
from lms.domain.notifications import queries as notifications
from lms.foundation import clock, i18n, rendering
from lms.web.shell import csrf, locale, tables
from lms.web.shell.session import counted_unread, viewer

_STATIC = Path(__file__).parents[3] / "static"


class Unread:
    """The counts in the header, asked for only when a page shows them."""

    @cached_property
    def _counts(self) -> notifications.Unread:
        person = viewer()
        if person is None:
            return notifications.Unread(0, 0)
        return counted_unread() or notifications.count_unread(person.id)

    @property
    def notices(self) -> int:
        """Notices that the viewer has not opened."""
        return self._counts.notices

    @property
    def messages(self) -> int:
        """Conversations with something new for the viewer."""
        return self._counts.messages

    @cached_property
    def waiting(self) -> int:
        """How many things wait for the viewer as an author."""
        person = viewer()
        return coordination.count_waiting(person) if person and person.is_staff else 0

    @property
    def all(self) -> int:
        """Everything that is new, for the button behind which a phone keeps the ways through the site."""
        return self.notices + self.messages + self.waiting


def page(template: str, **values: Any) -> str:
    """Render `templates/<template>.html` for the viewer, in the language of the address."""
    return render_template(f"{template}.html", **values)


def tell(text: str, kind: str = "success") -> None:
    """Say something on the next page that the viewer sees."""
    flash(text, kind)


def what_is_told() -> list[tuple[str, str]]:
    """Return kind and words of what the viewer is to be told, for the one page that they open next.

    What a script fetches beside, to keep it on the device or for its words, takes nothing away.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return []
    told: Any = get_flashed_messages(with_categories=True)
    return list(told)


def asset(path: str) -> str:
    """Return the address of a static file, with its version so that it may be cached for ever."""
    addresses: dict[str, str] = current_app.extensions.setdefault("asset_addresses", {})
    if path not in addresses or current_app.debug:
        # By content: two servers give the same file the same address, also after a fresh checkout.
        version = hashlib.sha256((_STATIC / path).read_bytes()).hexdigest()[:8]
        addresses[path] = url_for("static", filename=path, v=version)
    return addresses[path]


def say(message: str, /, **holes: Any) -> Markup:
    """Return a sentence of a template in the reader's language; what fills its holes is escaped."""
    sentence = _sentence(i18n.current_language(), message)
    return sentence % holes if holes else _without_holes(sentence)


@lru_cache(maxsize=5000)
def _sentence(language: str, message: str) -> Markup:
    return Markup(i18n.translations(language).gettext(message))


@lru_cache(maxsize=5000)
def _without_holes(sentence: Markup) -> Markup:
    return sentence % {}  # Two signs of per cent in the catalogue are one on the page.


def may(policy: Callable[..., bool], *things: Any) -> bool:
    """Ask a policy for the viewer, so that a page shows only what its doors would let pass."""
    person = viewer()
    return person is not None and policy(person, *things)


def install(app: Flask) -> None:
    """Give the templates our languages, counts, tokens and addresses."""
    rendering.furnish(app.jinja_env)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(asset=asset, may=may, csrf_token=csrf.token, moment_now=clock.now)
    app.jinja_env.filters["labelled"] = tables.labelled
    # Jinja's own wrapper makes and fills each sentence anew: a third of the time of a page.
    app.jinja_env.globals.update(_=say, gettext=say)

    @app.context_processor
    def what_every_page_knows() -> dict[str, Any]:
        language = i18n.current_language()
        return {
            "viewer": viewer(),
            "unread": Unread(),
            "language": language,
            "other_language": i18n.other_language(),
            "other_language_url": locale.other_language_url(),
            "flashes": what_is_told(),
        }
