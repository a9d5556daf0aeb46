"""Mark the terms of the glossary in rendered text, each where a lesson first uses it."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator

from markdown.util import AtomicString

from lms.domain.content.addresses import glossary_address
from lms.domain.content.markdown import Piece
from lms.domain.content.plain_text import FOOTNOTE_TAG, FORMULA_TAG
from lms.domain.content.terms import Found, Lexicon, Term

# Where a mark would stand inside another link, hide in a box's button or explain what is being defined;
# foreign words and the titles of publications are emphasised.
_NOT_IN = {
    "a", "abbr", "em", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "dt", "summary", "th",
    "sup", FORMULA_TAG, FOOTNOTE_TAG,
}  # fmt: skip
_TITLE = "callout-title"


def mark_terms(
    root: etree.Element, lexicon: Lexicon, seen: set[str], make: Callable[[str, str], etree.Element]
) -> None:
    """Put what `make` gives for a key and its words around each term that was not `seen` yet."""
    if root.tag in _NOT_IN:
        return
    for parent, child, text in list(_texts(root)):
        found = []
        for each in lexicon.find(text):
            if each.key not in seen:
                seen.add(each.key)
                found.append(each)
        if found:
            _wrap(parent, child, text, found, make)


def running_text(piece: Piece) -> Iterator[str]:
    """Give the text in which an author speaks: no headings, links, code or titles of publications."""
    if piece.kind != "footnotes" and piece.element.tag not in _NOT_IN:
        for _parent, _child, text in _texts(piece.element):
            yield text


def _texts(element: etree.Element) -> Iterator[tuple[etree.Element, etree.Element | None, str]]:
    """Give the running text below an element: that at its beginning, and that behind each child."""
    if element.text and not isinstance(element.text, AtomicString):
        yield element, None, element.text
    for child in element:
        if child.tag not in _NOT_IN and not child.get("lang") and child.get("class") != _TITLE:
            yield from _texts(child)
        if child.tail and not isinstance(child.tail, AtomicString):
            yield element, child, child.tail


def _wrap(
    parent: etree.Element,
    child: etree.Element | None,
    text: str,
    found: list[Found],
    make: Callable[[str, str], etree.Element],
) -> None:
    made = []
    for place, each in enumerate(found):
        element = make(each.key, text[each.begin : each.end])
        element.tail = text[each.end : found[place + 1].begin if place + 1 < len(found) else len(text)]
        made.append(element)
    start = text[: found[0].begin]
    if child is None:
        parent.text, at = start, 0
    else:
        child.tail, at = start, list(parent).index(child) + 1
    for place, element in enumerate(made):
        parent.insert(at + place, element)


def term_mark(term: Term, words: str, language: str) -> etree.Element:
    """Return the words as a link to the glossary, with the meaning beside them for who stops there."""
    here, there = ("lt", "en") if language == "lt" else ("en", "lt")
    place = f"meaning-{here}-{term.key}"
    mark = etree.Element("span", {"class": "term"})
    link = etree.SubElement(mark, "a", {"class": "term-word", "href": glossary_address(here, term.key)})
    link.set("aria-describedby", place)
    link.text = AtomicString(words)
    note = etree.SubElement(mark, "span", {"class": "term-meaning", "role": "tooltip", "id": place})
    name = etree.SubElement(note, "strong")
    name.text, name.tail = _literal(term.words[here].term), " – "
    other = etree.SubElement(note, "span", {"lang": there})
    other.text, other.tail = _literal(term.words[there].term), f": {_literal(term.words[here].meaning)}"
    return mark


def _literal(text: str) -> AtomicString:
    """What stands in the glossary is text, whatever it looks like; the library escapes the rest."""
    return AtomicString(text.replace("&", "&amp;"))
