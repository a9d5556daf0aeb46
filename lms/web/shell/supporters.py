"""Who supports the site, at the foot of every page: the operator's own words and logo, nothing by default.

The block is the same for everybody and changes once in years, so each process reads it again
only once in a while, not for every page.
"""

import time
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue.written import as_html
from lms.foundation import i18n

SECONDS = 60
_KEPT = "supporters"


def install(app: Flask) -> None:
    """Let the layout show the block."""
    app.jinja_env.globals["supporters"] = block


def block() -> Markup:
    """Return the block in the reader's language; nothing while the operator has given nothing."""
    kept: tuple[float, dict[str, Any]] | None = current_app.extensions.get(_KEPT)
    if kept is None or kept[0] < time.monotonic():
        kept = (time.monotonic() + SECONDS, catalogue.find_supporters())
        current_app.extensions[_KEPT] = kept
    return shown(kept[1]) if kept[1] else Markup("")


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
