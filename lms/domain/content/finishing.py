"""From rendered pieces to the HTML that is kept: addresses, sanitising, formulas, in that order."""

import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markdown.serializers import to_html_string

from lms.domain.content import addresses
from lms.domain.content.addresses import Target
from lms.domain.content.insertions import Insertions
from lms.domain.content.markdown import Piece
from lms.domain.content.markdown.formulas import find_mathml
from lms.domain.content.picture_elements import Shown, show_picture
from lms.domain.content.plain_text import FORMULA_TAG
from lms.domain.content.sanitising import sanitize

RENDERER = "savimoka-2"


@dataclass(frozen=True)
class Surroundings:
    """What the text of one lesson, in one language, can lead to."""

    language: str
    module: str
    lesson: str
    media: Mapping[str, Shown]
    find_block: Callable[[str, str], str]  # lesson and anchor → id of the block


def finish(piece: Piece, around: Surroundings) -> str:
    """Return the HTML of a piece; the piece's element is used up by this."""
    insertions = Insertions()
    for link, target, _ in piece.links:
        link.set("href", _address(target, around))
    for picture, target, _ in piece.pictures:
        show_picture(piece.element, picture, target.name, around.media, around.language, insertions)
    finish_formulas(piece.element, insertions)
    return insertions.insert(sanitize(to_html_string(piece.element)))


def finish_formulas(root: etree.Element, insertions: Insertions) -> None:
    """Have all formulas below the root inserted as MathML."""
    for element in list(root.iter(FORMULA_TAG)):
        _finish_formula(element, insertions)


def _address(target: Target, around: Surroundings) -> str:
    language, module = around.language, around.module
    if target.kind == "outside":
        return target.name
    if target.kind in ("lesson", "place"):
        lesson = target.name or around.lesson
        block = around.find_block(lesson, target.anchor) if target.anchor else ""
        return (
            f"#{block}"
            if target.kind == "place"
            else addresses.lesson_address(language, module, lesson, block)
        )
    if target.kind == "quiz":
        return addresses.quiz_address(language, module, target.name)
    if target.kind == "assignment":
        return addresses.assignment_address(language, module, target.name)
    if target.kind == "module":
        return addresses.module_address(language, target.name)
    return around.media[target.name].address


def _finish_formula(element: etree.Element, insertions: Insertions) -> None:
    """Leave a mark where the formula belongs, and have it inserted as MathML."""
    latex, is_displayed = element.text or "", element.attrib.pop("display") == "block"
    mathml = find_mathml(latex, is_displayed)
    if mathml is None:
        escaped = latex.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        mathml = f"<code>{escaped}</code>"
    insertions.put_into(element, mathml)
