"""The last door before text becomes a page: only what we ourselves write passes.

Authors' HTML never gets this far, it is shown as plain text. This is the second
lock: bleach first, and nh3 last, because bleach is no longer maintained.
"""

import re
from typing import Any

import nh3
from bleach.sanitizer import Cleaner

_EVERYWHERE = {"lang"}
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "role", "aria-label", "aria-describedby", "class"},
    "abbr": {"title"},
    "code": {"class"},
    "details": {"class", "open"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "figure": {"class"},
    "img": {"src", "alt", "width", "height", "class", "loading", "decoding"},
    "li": {"class", "id"},
    "ol": {"start"},
    "p": {"class"},
    "pre": {"class", "tabindex", "role", "aria-label"},
    "section": {"class", "role", "aria-label"},
    "span": {"class", "role", "aria-label", "id"},
    "sup": {"id"},
    "td": {"class"},
    "th": {"class", "scope"},
    "ul": {"class"},
}
_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "section", "span", "strong", "summary",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_NAMES = re.compile(r"[A-Za-z][A-Za-z0-9_ -]*")
_SCHEMES = {"http", "https", "mailto", "tel"}
_ALLOWED = {tag: _ATTRIBUTES.get(tag, set()) | _EVERYWHERE for tag in _TAGS}
_bleach = Cleaner(
    tags=_TAGS,
    attributes={tag: sorted(names) for tag, names in _ALLOWED.items()},
    protocols=_SCHEMES,
    strip=True,
    strip_comments=True,
)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    """Let nh3 pass addresses only to pages of ours or out into the web, and scripts nowhere."""
    if name in ("href", "src") and value.startswith("//"):
        return None
    if name == "src" and not value.startswith("/media/"):
        return None
    if name in ("class", "id", "aria-describedby") and not _NAMES.fullmatch(value):
        return None
    return value


_NH3: dict[str, Any] = {
    "tags": _TAGS,
    "attributes": _ALLOWED,
    "clean_content_tags": {"script", "style"},
    "url_schemes": _SCHEMES,
    "link_rel": None,
    "strip_comments": True,
    "attribute_filter": _keep_attribute,
}


def sanitize(html: str, rel: str | None = None) -> str:
    """Return the HTML with nothing in it that could run, fetch or disguise itself.

    `rel` is what every link says to browsers and search engines, where strangers wrote the text.
    """
    return nh3.clean(_bleach.clean(html), **_NH3 | {"link_rel": rel})
