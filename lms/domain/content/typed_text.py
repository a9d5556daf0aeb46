"""Learners' words in the markdown of the courses: rendered when they are read, never trusted.

Unlike a course, a work has no editor who sees what is wrong with it. So nothing that was typed may
disappear: line ends stay, a definition that is used nowhere stands as it was typed, and what the
renderer refuses is told to the caller, who shows the plain text.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import lru_cache

from markdown.serializers import to_html_string

from lms.domain.content.finishing import finish_formulas
from lms.domain.content.insertions import Insertions
from lms.domain.content.markdown import Page, Piece, Renderer
from lms.domain.content.markdown.block_marks import ABBREVIATION, FENCE, FOOTNOTE, REFERENCE
from lms.domain.content.markdown.blocks import split_lines
from lms.domain.content.plain_text import text_of
from lms.domain.content.problems import ProblemList
from lms.domain.content.sanitising import sanitize

STRANGERS = "noopener noreferrer nofollow"
# A longer text would take seconds, and its reader is served better by the plain one.
LONGEST = 100_000
MOST_LINES = 5_000
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
_LOST = {"too-many-blocks", "block-too-long"}
_OUR_MARKS = dict.fromkeys((0xE000, 0xE001))


def render_typed(text: str, language: str, place: str, top_heading: int = 3) -> str | None:
    """Return a learner's text as HTML for whoever reads it, or None where only the plain text will do.

    `place` keeps the marks of footnotes apart where several texts stand on one page.
    """
    if len(text) > LONGEST or text.count("\n") > MOST_LINES:
        return None
    return _render(text, language, place, top_heading)


@lru_cache(maxsize=64)
def _render(text: str, language: str, place: str, top_heading: int) -> str | None:
    problems = ProblemList()
    source = "\n".join(_with_all_words(text.translate(_OUR_MARKS).rstrip().split("\n")))
    page = Page(language, "text", split_lines(source), problems, top_heading=top_heading, keeps_lines=True)
    try:
        pieces = Renderer().render(page)
        if any(problem.code in _LOST for problem in problems):
            return None
        _smooth_headings(pieces, top_heading)
        return "".join(_finish(piece, place) for piece in pieces)
    except RecursionError:  # Marks within marks within marks: nobody writes so, but somebody may try.
        return None


def _with_all_words(lines: list[str]) -> Iterator[str]:
    """Give each line back, a definition that nothing refers to as plain words: markdown would swallow it."""
    whole, fence = "\n".join(lines).lower(), ""
    for line in lines:
        mark = FENCE.match(line)
        if mark and (not fence or mark["mark"].startswith(fence)):
            fence = "" if fence else mark["mark"]
        if not fence and _is_lost_definition(line, whole):
            place = len(line) - len(line.lstrip())
            yield f"{line[:place]}\\{line[place:]}"
        else:
            yield line


def _is_lost_definition(line: str, whole: str) -> bool:
    if found := FOOTNOTE.match(line):
        return whole.count(f"[^{found['label'].lower()}]") < 2
    if found := REFERENCE.match(line):
        return whole.count(f"[{found['label'].lower()}]") < 2
    if found := ABBREVIATION.match(line):
        return len(re.findall(rf"(?<!\w){re.escape(found['short'].strip().lower())}(?!\w)", whole)) < 2
    return False


def _smooth_headings(pieces: list[Piece], top: int) -> None:
    """Let no heading skip a level, wherever it stands: who hears the page finds the way by them."""
    before = top - 1
    for piece in pieces:
        for element in piece.element.iter():
            if element.tag in _HEADINGS:
                before = min(int(element.tag[1]), before + 1)
                element.tag = f"h{max(before, top)}"


def _finish(piece: Piece, place: str) -> str:
    outside = {id(link): target.name for link, target, _ in piece.links if target.kind == "outside"}
    pictures = {id(picture): target.name for picture, target, _ in piece.pictures if target.kind == "outside"}
    for element in piece.element.iter():
        if element.tag == "img":
            _name_picture(element, pictures.get(id(element), ""))
        elif element.tag == "a" and not element.get("role"):
            _keep_link(element, outside.get(id(element), ""))
        _keep_apart(element, place)
    insertions = Insertions()
    finish_formulas(piece.element, insertions)
    return insertions.insert(sanitize(to_html_string(piece.element), rel=STRANGERS))


def _keep_link(link: etree.Element, address: str) -> None:
    """Leave a link that leads out into the web; of any other the words stay, and where it led."""
    written = link.attrib.pop("href", "")
    link.attrib.pop("title", None)
    if address:
        link.set("href", address)
        return
    link.tag = "span"
    if written and written != text_of(link):
        link.tail = f" ({written}){link.tail or ''}"


def _name_picture(picture: etree.Element, address: str) -> None:
    """Show a link in the place of a picture: nobody's page fetches what a learner names."""
    words = picture.get("alt") or address or picture.get("src", "")
    picture.attrib.clear()
    picture.text = words
    picture.tag = "span"
    if address:
        picture.tag = "a"
        picture.set("href", address)


def _keep_apart(element: etree.Element, place: str) -> None:
    for name in ("id", "href"):
        value = element.get(name, "")
        if value.startswith("#footnote") or (name == "id" and value):
            element.set(name, f"#{place}-{value[1:]}" if value.startswith("#") else f"{place}-{value}")
