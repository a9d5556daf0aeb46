"""Inline markdown (emphasis, links, code, footnote marks, formulas) through the Markdown library."""

import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import AtomicString

from lms.domain.content.plain_text import FOOTNOTE_TAG, FORMULA_TAG

_FORMULA = (
    r"(?<![\\$])(?:\$\$(?P<shown>(?:\\.|[^\\$])+?)\$\$"
    r"|\$(?!\s)(?P<within>(?:\\.|[^\\$])+?)(?<!\s)\$(?![\d$]))"
)
_FOOTNOTE = r"\[\^(?P<label>[^\]\s]+)\]"
_MAIL = r"<(?P<address>[^<>@\s!]+@[^<>@\s]+)>"
# More than this in one paragraph is no text, and the library would take minutes over it.
MOST_MARKS = 400
LONGEST_BLOCK = 20_000


class _Formula(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:
        element = etree.Element(FORMULA_TAG, {"display": "block" if m["shown"] else "inline"})
        element.text = AtomicString((m["shown"] or m["within"]).strip())
        return element, m.start(), m.end()


class _Footnote(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:
        return etree.Element(FOOTNOTE_TAG, {"label": m["label"]}), m.start(), m.end()


class _Mail(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:
        element = etree.Element("a", {"href": f"mailto:{m['address']}"})
        element.text = AtomicString(m["address"])
        return element, m.start(), m.end()


class InlineMarkdown:
    """The library, set up for inline text only and without any way for raw HTML to pass."""

    def __init__(self) -> None:
        self._library = Markdown(output_format="html")
        patterns = self._library.inlinePatterns
        for name in ("html", "entity", "automail"):
            patterns.deregister(name)
        patterns.register(_Formula(_FORMULA, self._library), "formula", 185)
        patterns.register(_Footnote(_FOOTNOTE, self._library), "footnote", 175)
        patterns.register(_Mail(_MAIL, self._library), "mail", 110)
        self._library.ESCAPED_CHARS += ["$", "|", '"', "'", "<", "~", "=", "^", ":", "&"]
        self._inline = InlineTree(self._library)
        self._attributes = AttrListTreeprocessor(self._library)
        self._unescape = UnescapeTreeprocessor(self._library)
        self._library.treeprocessors.register(self._inline, "inline", 20)

    def run(self, root: etree.Element, references: dict[str, tuple[str, str | None]]) -> None:
        """Turn the inline text of every element below the root into elements."""
        self._library.references = dict(references)
        self._inline.run(root)
        self._attributes.run(root)

    def explain(self, root: etree.Element, abbreviations: dict[str, str]) -> None:
        """Mark up the abbreviations wherever they stand in running text."""
        if abbreviations:
            AbbrTreeprocessor(self._library, dict(abbreviations)).run(root)

    def unescape(self, root: etree.Element) -> None:
        """Put back the characters that were written after a backslash."""
        self._unescape.run(root)


def is_too_much(text: str) -> bool:
    """Tell whether a paragraph holds more marks than any author would write."""
    return len(text) > LONGEST_BLOCK or sum(text.count(mark) for mark in "[*_`<$") > MOST_MARKS
