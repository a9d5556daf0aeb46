"""Render the text of one language: from blocks to pieces that can be compared, checked and shown."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from markdown.util import AtomicString

from lms.domain.content.addresses import Target, read_target
from lms.domain.content.markdown.block_parser import parse_blocks
from lms.domain.content.markdown.blocks import Block, Definitions, Line
from lms.domain.content.markdown.dressing import CALLOUTS, dress, dress_footnotes
from lms.domain.content.markdown.elements import ElementBuilder
from lms.domain.content.markdown.formulas import find_mathml
from lms.domain.content.markdown.inline import InlineMarkdown, is_too_much
from lms.domain.content.plain_text import FOOTNOTE_TAG, FORMULA_TAG, plain, text_of
from lms.domain.content.problems import ProblemList
from lms.domain.content.typography import Setting, set_text

MOST_BLOCKS = 500  # in a lesson
MOST_PARTS = 3000  # in a block: items of a list, cells of a table
AUTHOR_CLASSES = {
    "p": {"lead", "small", "centre"},
    "img": {"wide", "small"},
}
_OWN_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "span": {"class"},
    FORMULA_TAG: {"display"},
    FOOTNOTE_TAG: {"label"},
}
_INLINE = {
    "a",
    "em",
    "strong",
    "code",
    "abbr",
    "img",
    "br",
    "sup",
    "sub",
    "del",
    "span",
    FORMULA_TAG,
    FOOTNOTE_TAG,
}
_UNSET = {"code", "pre", FORMULA_TAG}
_RAW_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>?")
_LOST_REFERENCE = re.compile(r"\[[^\[\]]+\]\[(?P<label>[^\[\]]*)\]")
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,60}")


@dataclass
class Piece:
    """One rendered block in one language, with all that is known about it."""

    kind: str
    line: int
    end: int
    element: etree.Element
    source: str
    text: str = ""
    level: int = 0
    shape: str = ""
    anchor: str = ""
    links: list[tuple[etree.Element, Target, int]] = field(default_factory=list)
    pictures: list[tuple[etree.Element, Target, int]] = field(default_factory=list)


@dataclass
class Page:
    """What is being rendered: the lines of one file in one language."""

    language: str
    file: str
    lines: list[Line]
    problems: ProblemList
    glossary: dict[str, str] = field(default_factory=dict)
    top_heading: int = 2
    keeps_lines: bool = False  # a new line where one was typed, as letters are written

    def add(self, line: int, code: str, **holes: object) -> None:
        """Note a problem in this file."""
        self.problems.add(self.file, line, code, **holes)

    def source(self, first: int, last: int) -> str:
        """Return the lines as they were written."""
        start = self.lines[0][0] if self.lines else 1
        return "\n".join(text for _, text in self.lines[first - start : last - start + 1]).rstrip()

    def find(self, piece: Piece, words: str) -> int:
        """Return the line of a piece in which those words stand."""
        for offset, text in enumerate(piece.source.split("\n")):
            if words and words in text:
                return piece.line + offset
        return piece.line


class Renderer:
    """Renders pages one after another with one set-up of the library."""

    def __init__(self) -> None:
        self._inline = InlineMarkdown()

    def render(self, page: Page) -> list[Piece]:
        """Return the pieces of a page; what is wrong with them is noted on the way."""
        definitions = Definitions()
        blocks = parse_blocks(page.lines, definitions, page.file, page.problems)
        blocks = [block for block in _not_too_many(blocks, page) if not _is_refused(block, page)]
        if page.keeps_lines:
            for block in [*blocks, *(each for _, note in definitions.footnotes.values() for each in note)]:
                _keep_lines(block)
        builder = ElementBuilder(_heading_shift(blocks, page.top_heading))
        root = etree.Element("div")
        pieces = [_piece(builder.build(root, block), block, page) for block in blocks]
        self._inline.run(root, definitions.references)
        labels = _labels_in(root, definitions)
        if labels:
            pieces.append(self._footnotes(root, labels, definitions, builder, page))
        for label, (line, _) in definitions.footnotes.items():
            if label not in labels:
                page.add(line, "unused-footnote", label=label)
        self._finish(root, pieces, builder, definitions, page)
        dress_footnotes(root, labels, page.language)
        _check_headings(pieces, page)
        return pieces

    def _footnotes(
        self,
        root: etree.Element,
        labels: list[str],
        definitions: Definitions,
        builder: ElementBuilder,
        page: Page,
    ) -> Piece:
        """Build the list of footnotes, in the order in which the text refers to them."""
        section = etree.SubElement(root, "section")
        listed = etree.SubElement(section, "ol")
        for label in labels:  # A footnote may refer to further ones, which then join the end.
            holder = etree.Element("div")
            for block in definitions.footnotes[label][1]:
                builder.build(holder, block)
            self._inline.run(holder, definitions.references)
            labels += [more for more in _labels_in(holder, definitions) if more not in labels]
            etree.SubElement(listed, "li").extend(holder)
        notes = sorted(definitions.footnotes.values(), key=lambda note: note[0])
        sources = [
            page.source(line, max((block.end for block in blocks), default=line)) for line, blocks in notes
        ]
        return Piece("footnotes", notes[0][0], notes[-1][0], section, "\n".join(sources))

    def _finish(
        self,
        root: etree.Element,
        pieces: list[Piece],
        builder: ElementBuilder,
        definitions: Definitions,
        page: Page,
    ) -> None:
        for _element, block in builder.made:
            if block.kind in ("callout", "details") and block.info not in CALLOUTS:
                page.add(block.line, "unknown-callout", kind=block.info)
        for piece in pieces:
            _restrict_attributes(piece, page)
            _find_lost_marks(piece, page)
            _find_lost_footnotes(piece, definitions, page)
            _make_figures(piece)
            _collect_addresses(piece, page)
            _check_formulas(piece, page)
        self._inline.explain(root, page.glossary | definitions.abbreviations)
        for piece in pieces:
            _set_type(piece.element, Setting(page.language))
        self._inline.unescape(root)
        for piece in pieces:
            piece.text = text_of(piece.element)
        dress(builder.made, page.language)


def _not_too_many(blocks: list[Block], page: Page) -> list[Block]:
    if len(blocks) > MOST_BLOCKS:
        page.add(blocks[MOST_BLOCKS].line, "too-many-blocks", limit=MOST_BLOCKS)
    return blocks[:MOST_BLOCKS]


def _is_refused(block: Block, page: Page) -> bool:
    """Leave out what would take the library minutes to understand."""
    texts = list(islice(_texts(block), MOST_PARTS + 1))
    if len(texts) <= MOST_PARTS and not any(is_too_much(text) for text in texts):
        return False
    page.add(block.line, "block-too-long")
    return True


def _keep_lines(block: Block) -> None:
    if block.kind == "paragraph":
        block.text = "  \n".join(line.rstrip() for line in block.text.split("\n"))
    for child in block.children:
        _keep_lines(child)


def _texts(block: Block) -> Iterator[str]:
    if block.kind != "code":
        yield block.text
        yield from (cell for row in block.rows for cell in row)
        for child in block.children:
            yield from _texts(child)


def _heading_shift(blocks: list[Block], top: int) -> int:
    """The highest heading of a text stands right below the page's own, whichever marks were used."""
    return top - min((block.level for block in blocks if block.kind == "heading"), default=top)


def _piece(element: etree.Element, block: Block, page: Page) -> Piece:
    level = int(element.tag[1]) if block.kind == "heading" else 0
    shape = block.info if block.kind in ("callout", "details") else ""
    if block.kind == "list":
        shape = f"{'ol' if block.is_ordered else 'ul'} {len(block.children)}"
    elif block.kind == "table":
        shape = f"{len(block.rows)}x{len(block.rows[0])}"
    source = page.source(block.line, block.end)
    return Piece(block.kind, block.line, block.end, element, source, level=level, shape=shape)


def _labels_in(root: etree.Element, definitions: Definitions) -> list[str]:
    """Return the labels of the footnotes referred to, in order of appearance."""
    labels = [str(mark.get("label")) for mark in root.iter(FOOTNOTE_TAG)]
    return list(dict.fromkeys(label for label in labels if label in definitions.footnotes))


def _find_lost_footnotes(piece: Piece, definitions: Definitions, page: Page) -> None:
    for mark in list(piece.element.iter(FOOTNOTE_TAG)):
        label = str(mark.get("label"))
        if label not in definitions.footnotes:
            page.add(page.find(piece, f"[^{label}]"), "unknown-footnote", label=label)
            mark.tag, mark.text = "span", AtomicString(f"[^{label}]")
            mark.attrib.clear()


def _restrict_attributes(piece: Piece, page: Page) -> None:
    """Leave an author's attribute list only what a course may need."""
    for element in piece.element.iter():
        for name, value in list(element.items()):
            if name in _OWN_ATTRIBUTES.get(element.tag, ()):
                continue
            if name == "lang" and value and _LANGUAGE_TAG.fullmatch(value):
                continue
            if name == "id" and element is piece.element and value and _ANCHOR.fullmatch(value):
                piece.anchor = value
            elif name == "class" and set((value or "").split()) <= AUTHOR_CLASSES.get(element.tag, set()):
                continue
            else:
                shown = f".{value}" if name == "class" else name
                page.add(page.find(piece, shown), "attribute-left-out", attribute=shown)
            del element.attrib[name]


def _find_lost_marks(piece: Piece, page: Page) -> None:
    """Warn of HTML and of references without a definition: both are shown as they were typed."""
    for element in piece.element.iter():
        if element.tag in _UNSET:
            words: list[str | None] = [element.tail]
        else:
            words = [element.text, element.tail]
        for text in words:
            if not text or isinstance(text, AtomicString) or not ("<" in text or "[" in text):
                continue
            for found in _RAW_HTML.finditer(text):
                page.add(page.find(piece, found.group()), "raw-html")
            for found in _LOST_REFERENCE.finditer(text):
                label = found["label"] or found.group()
                page.add(page.find(piece, found.group()), "unknown-reference", label=label)


def _make_figures(piece: Piece) -> None:
    """A picture that stands alone becomes a figure; its title becomes the caption."""
    for element in list(piece.element.iter("p")):
        is_alone = len(element) == 1 and element[0].tag == "img"
        if not is_alone or (element.text or "").strip() or (element[0].tail or "").strip():
            continue
        element.tag, element.text, element[0].tail = "figure", None, None
        element.attrib.clear()
        caption = element[0].attrib.pop("title", "")
        if caption:
            etree.SubElement(element, "figcaption").text = caption
        if element is piece.element:
            piece.kind = "figure"


def _collect_addresses(piece: Piece, page: Page) -> None:
    for link in piece.element.iter("a"):
        written = plain(link.get("href"))
        line, target = page.find(piece, written), read_target(written)
        if target.kind == "climbing":
            page.add(line, "path-outside", path=target.name)
        elif target.kind == "unknown":
            code = "link-forbidden" if ":" in target.name else "broken-link"
            page.add(line, code, target=target.name[:80])
        if not text_of(link) and link.find(".//img") is None:
            page.add(line, "empty-link")
        piece.links.append((link, target, line))
    for picture in piece.element.iter("img"):
        written = plain(picture.get("src"))
        line, target = page.find(piece, written), read_target(written)
        if target.kind == "outside" or written.startswith("//"):
            page.add(line, "picture-elsewhere")
        elif target.kind == "climbing":
            page.add(line, "path-outside", path=target.name)
        elif target.kind != "file":
            page.add(line, "picture-missing", path=written[:80])
        if not (picture.get("alt") or "").strip():
            page.add(line, "picture-without-text")
        piece.pictures.append((picture, target, line))


def _check_formulas(piece: Piece, page: Page) -> None:
    for formula in piece.element.iter(FORMULA_TAG):
        latex = formula.text or ""
        if find_mathml(latex, formula.get("display") == "block") is None:
            first_line = latex.split("\n")[0]
            page.add(page.find(piece, first_line), "bad-formula", formula=first_line[:60])


def _set_type(element: etree.Element, setting: Setting) -> None:
    """Set quotation marks and spaces; one run of text goes on through emphasis and links."""
    if element.tag in _UNSET or element.tag in (FOOTNOTE_TAG, "br"):
        setting.before = " " if element.tag == "br" else "x"
        return
    if element.tag not in _INLINE:
        setting = Setting(setting.language)
    language = (element.get("lang") or "")[:2]
    within = Setting(language, setting.before) if language in ("lt", "en") else setting
    for name in ("alt", "title"):
        if element.get(name):
            element.set(name, set_text(str(element.get(name)), within.language))
    if isinstance(element.text, AtomicString):
        within.skip()
    elif element.text:
        element.text = within.set(element.text)
    for child in element:
        _set_type(child, within)
        if child.tail and not isinstance(child.tail, AtomicString):
            child.tail = within.set(child.tail)
    if within is not setting:
        setting.skip()


def _check_headings(pieces: list[Piece], page: Page) -> None:
    before = page.top_heading - 1
    for piece in pieces:
        if piece.kind == "heading":
            if piece.level > before + 1:
                page.add(piece.line, "heading-skips")
            before = piece.level
