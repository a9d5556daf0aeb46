"""The words of a piece as a reader sees them, and the fingerprint by which a change is known."""

import hashlib
import re
import unicodedata
import xml.etree.ElementTree as etree
from html import unescape

# Elements of our own that stand for a formula and for the mark of a footnote until a page is finished.
FORMULA_TAG = "formula"
FOOTNOTE_TAG = "footnote"
_BLOCK_LEVEL = {
    "p", "li", "ul", "ol", "div", "section", "table", "tr", "td", "th", "dl", "dt", "dd", "blockquote", "pre",
    "details", "summary", "figure", "figcaption", "br", "h2", "h3", "h4", "h5", "h6", "img",
}  # fmt: skip
_SPACES = re.compile(r"\s+")
_SAME = str.maketrans(
    {
        **dict.fromkeys("“”„«»‟″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("–—‑−‐‒", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
    }
)
_HYPHENS = re.compile(r"-{2,}")


def plain(text: str | None) -> str:
    """Return what a reader sees of a text node; the Markdown library leaves entities to the browser."""
    return unescape(text) if text and "&" in text else text or ""


def text_of(element: etree.Element) -> str:
    """Return the words of an element, with one space wherever a block or a line ends."""
    words: list[str] = []
    _gather(element, words)
    return _SPACES.sub(" ", "".join(words)).strip()


def _gather(element: etree.Element, words: list[str]) -> None:
    is_block = element.tag in _BLOCK_LEVEL
    if is_block:
        words.append(" ")
    if element.tag == FORMULA_TAG:
        words.append(element.text or "")
    elif element.tag == "img":
        words.append(plain(element.get("alt")))
    elif element.tag != FOOTNOTE_TAG:
        words.append(plain(element.text))
        for child in element:
            _gather(child, words)
            words.append(plain(child.tail))
    if is_block:
        words.append(" ")


def fingerprint(text: str) -> str:
    """Return a short number of the words alone: how they are marked up or set never changes it."""
    same = unicodedata.normalize("NFC", text).translate(_SAME)
    same = _SPACES.sub(" ", _HYPHENS.sub("-", same)).strip()
    return hashlib.sha256(same.encode()).hexdigest()[:16]
