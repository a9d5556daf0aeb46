"""Who supports the site, at the foot of every page: the operator's own words and logo, nothing by default.

The block is the same for everybody and changes once in years, so each process reads and renders it
again only once in a while, not for every page.
"""

import time
from typing import Any, NamedTuple

from flask import Flask, current_app, render_template
from markupsafe import Markup

from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue.written import as_html
from lms.foundation import i18n

SECONDS = 60
_KEPT = "supporters"


class _Kept(NamedTuple):
    until: float
    given: dict[str, Any]
    blocks: dict[str, Markup]  # by language, as they were rendered


def install(app: Flask) -> None:
    """Let the layout show the block."""
    app.jinja_env.globals["supporters"] = block


def block() -> Markup:
    """Return the block in the reader's language; nothing while the operator has given nothing."""
    kept: _Kept | None = current_app.extensions.get(_KEPT)
    if kept is None or kept.until < time.monotonic():
        kept = _Kept(time.monotonic() + SECONDS, catalogue.find_supporters(), {})
        current_app.extensions[_KEPT] = kept
    language = i18n.current_language()
    if language not in kept.blocks:
        kept.blocks[language] = shown(kept.given)
    return kept.blocks[language]


def forget() -> None:
    """Read the block anew for the next page of this process."""
    current_app.extensions.pop(_KEPT, None)


def shown(given: dict[str, Any]) -> Markup:
    """Return what the operator has given as it stands at the foot of a page."""
    language = i18n.current_language()
    words = i18n.in_language({each: given.get(each, "") for each in i18n.LANGUAGES}, language)
    if not words and not given.get("logo"):
        return Markup("")
    values = {"words": as_html(words, language), "logo": given.get("logo"), "language": language}
    return Markup(render_template("layout/supporters.html", **values))
