"""Read XML from strangers: no entities, nothing from elsewhere, and every element knows its line."""

from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.parsers import expat

from lms.domain.content.question_files.drafting import Refused

_DEEPEST = 30
_MOST_ELEMENTS = 200_000


@dataclass
class Element:
    """One element; `text` is all text right inside it.

    Some programs write HTML into a `text` as it is: then its marks are part of the text.
    """

    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def find(self, tag: str) -> "Element | None":
        """Return the first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> list["Element"]:
        """Return the children of that name."""
        return [child for child in self.children if child.tag == tag]

    def words(self, *path: str) -> str:
        """Return the text at the end of a path of children, or nothing."""
        place: Element | None = self
        for tag in path:
            place = place.find(tag) if place else None
        return place.text.strip() if place else ""


def read_tree(text: str) -> tuple[Element, list[Refused]]:
    """Return the root of a document, and in which lines it stops being readable, if it does.

    What was whole before these lines is there. A document that must not be read at all raises Refused.

    The parser is told of no entities but the five of XML itself: a document type ends the reading
    before any of its declarations could grow or fetch something.
    """
    reader = _Reader()
    try:
        # The text was decoded before; what the document says of its encoding no longer holds.
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        broken = [Refused("question-xml-broken", error.lineno)]
        if begun := reader.drop_unfinished():
            broken.append(Refused("question-xml-unfinished", begun.line))
        return reader.root, broken
    return reader.root, []


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.root = Element("", 1)
        self._open: list[tuple[Element, list[str]]] = []
        self._count = 0
        self._marks = 0  # of HTML that are open within a text

    def _refuse(self, *_arguments: Any) -> int:
        raise Refused("question-xml-doctype", self.parser.CurrentLineNumber)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag.lower(), self.parser.CurrentLineNumber, attributes)
        self._count += 1
        if len(self._open) + self._marks >= _DEEPEST or self._count > _MOST_ELEMENTS:
            raise Refused("question-xml-deep", element.line)
        if self._is_in_text():
            given = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
            self._text(f"<{tag}{given}>")
            self._marks += 1
            return
        if self._open:
            self._open[-1][0].children.append(element)
        else:
            self.root = element
        self._open.append((element, []))

    def _end(self, tag: str) -> None:
        if self._marks:
            self._marks -= 1
            self._text(f"</{tag}>")
            return
        element, parts = self._open.pop()
        element.text = "".join(parts)

    def _is_in_text(self) -> bool:
        return bool(self._open) and self._open[-1][0].tag == "text"

    def drop_unfinished(self) -> Element | None:
        """Leave out of the root what had no end when the reading ended, and return it."""
        return self._open[0][0].children.pop() if len(self._open) > 1 else None

    def _text(self, words: str) -> None:
        if self._open:
            self._open[-1][1].append(words)
