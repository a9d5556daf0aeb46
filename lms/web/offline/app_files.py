"""What a browser needs to install the site as an app: its manifest, and the script that needs no page."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from flask import Response, jsonify, url_for

from lms.foundation.i18n import LANGUAGES, current_language
from lms.foundation.i18n import gettext as _
from lms.web.offline import blueprint, entrance
from lms.web.shell.access import public
from lms.web.shell.pages import asset

STATIC = Path(__file__).parents[3] / "static"
# What every page needs, so that a kept one looks as it should.
FURNITURE = (
    "css/lms.css",
    "js/lms.js",
    "js/offline.js",
    "js/reading.js",
    "js/assignment.js",
    "img/favicon.svg",
    "img/wordmark.svg",
    "fonts/savimoka-sans-upright.woff2",
    "fonts/savimoka-sans-italic.woff2",
)
PAPER = "#fbf8f2"
SIZES = (("app-192.png", "192x192", "any"), ("app-512.png", "512x512", "any"))
MASKABLE = ("app-maskable-512.png", "512x512", "maskable")


@blueprint.get("/app.webmanifest")
@public
def manifest() -> Response:
    """Tell a browser how the site looks as an app, in the language of the address."""
    icons = [{"src": asset("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    for name, sizes, purpose in (*SIZES, MASKABLE):
        icons.append({"src": asset(f"img/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose})
    home = url_for("learning.my_learning")
    answer = jsonify(
        id="/",
        name=_("Savimoka: learning at your own pace"),
        short_name="Savimoka",
        description=_("Savimoka is a place to learn at your own pace, in Lithuanian and English."),
        lang=current_language(),
        dir="ltr",
        start_url=home,
        scope="/",
        display="standalone",
        background_color=PAPER,
        theme_color=PAPER,
        icons=icons,
        shortcuts=[{"name": _("My learning"), "url": home}],
    )
    answer.mimetype = "application/manifest+json"
    return answer


@entrance.get("/service-worker.js")
@public
def service_worker() -> Response:
    """Give the script that answers without a connection; it is another one whenever a static file is."""
    script = (STATIC / "js" / "service-worker.js").read_text(encoding="utf-8")
    offline = [url_for("offline.offline_page", lang=language, bare=1) for language in LANGUAGES]
    known = {"build": build(), "assets": [*map(_as_linked, FURNITURE), *offline]}
    answer = Response(f"const KNOWN = {json.dumps(known)};\n{script}", mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer


@lru_cache(maxsize=1)
def build() -> str:
    """Return what names this state of the static files and of the page for being without a connection."""
    together = hashlib.sha256()
    templates = (STATIC.parent / "templates").rglob("*.html")
    for path in sorted(
        [*(STATIC / name for name in FURNITURE), STATIC / "js" / "service-worker.js", *templates]
    ):
        together.update(path.read_bytes())
    return together.hexdigest()[:12]


def _as_linked(name: str) -> str:
    """Return the address under which pages and styles ask for the file."""
    if not name.startswith("fonts/"):
        return asset(name)
    number = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={number}"
