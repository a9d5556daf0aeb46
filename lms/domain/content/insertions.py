"""Formulas, players, pictures in several sizes: what we make ourselves is put in after sanitising the rest.

So the sanitiser need not let pass what an author could never write.
"""

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

_MARK = "\ue000{}\ue001"


class Insertions:
    """The pieces of HTML that wait for their place; text of authors cannot contain such marks."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, bool]] = []

    def put_into(self, element: etree.Element, html: str) -> None:
        """Leave a mark in an element, where the HTML will stand."""
        self._mark(element)
        self._waiting.append((html, False))

    def put_instead(self, element: etree.Element, html: str) -> None:
        """Leave a mark for HTML that will stand in the place of the element itself."""
        element.attrib.clear()
        self._mark(element)
        self._waiting.append((html, True))

    def _mark(self, element: etree.Element) -> None:
        element.tag, element.text = "span", AtomicString(_MARK.format(len(self._waiting)))

    def insert(self, html: str) -> str:
        """Return the sanitised HTML with everything that waited in its place."""
        for place, (waiting, stands_instead) in enumerate(self._waiting):
            mark = _MARK.format(place)
            html = html.replace(f"<span>{mark}</span>" if stands_instead else mark, waiting)
        return html
