"""Turn the blocks of a lesson into elements; their inline text is still markdown."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown.util import AtomicString, code_escape
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token, _TokenType
from pygments.util import ClassNotFound

from lms.domain.content.markdown.blocks import Block
from lms.domain.content.plain_text import FORMULA_TAG

_TASK = re.compile(r"\[(?P<mark>[ xX])\] +")


class ElementBuilder:
    """Builds elements and remembers of which block each was made, so that it can be dressed later."""

    def __init__(self, heading_shift: int) -> None:
        self.heading_shift = heading_shift
        self.made: list[tuple[etree.Element, Block]] = []
        self._ways: dict[str, Callable[[etree.Element, Block], etree.Element]] = {
            "paragraph": self._paragraph,
            "heading": self._heading,
            "list": self._list,
            "quote": self._quote,
            "callout": self._callout,
            "details": self._details,
            "code": self._code,
            "table": self._table,
            "definitions": self._definitions,
            "formula": self._formula,
            "divider": self._divider,
        }

    def build(self, parent: etree.Element, block: Block) -> etree.Element:
        """Append the element of a block to its parent."""
        element = self._ways[block.kind](parent, block)
        self.made.append((element, block))
        return element

    def _children(self, element: etree.Element, blocks: list[Block]) -> None:
        for block in blocks:
            self.build(element, block)

    def _paragraph(self, parent: etree.Element, block: Block) -> etree.Element:
        return _text_element(parent, "p", block.text)

    def _heading(self, parent: etree.Element, block: Block) -> etree.Element:
        return _text_element(parent, f"h{min(max(block.level + self.heading_shift, 2), 6)}", block.text)

    def _quote(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "blockquote")
        self._children(element, block.children)
        return element

    def _callout(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "div")
        if block.title:
            _text_element(element, "p", block.title)
        self._children(element, block.children)
        return element

    def _details(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "details")
        _text_element(element, "summary", block.title or "")
        self._children(element, block.children)
        return element

    def _list(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "ol" if block.is_ordered else "ul")
        if block.is_ordered and block.start != 1:
            element.set("start", str(block.start))
        for item in block.children:
            self._item(element, item, block.is_tight)
        return element

    def _item(self, parent: etree.Element, item: Block, is_tight: bool) -> None:
        element = etree.SubElement(parent, "li")
        children = item.children
        if children and children[0].kind == "paragraph" and (task := _TASK.match(children[0].text)):
            item.info = "done" if task["mark"] in "xX" else "open"
            children[0].text = children[0].text[task.end() :]
        self._fill(element, children, is_tight)
        self.made.append((element, item))

    def _fill(self, element: etree.Element, children: list[Block], is_tight: bool) -> None:
        """Fill a list item or a definition; in a tight list its text stands without a paragraph."""
        if is_tight and children and children[0].kind == "paragraph":
            element.text = children[0].text
            children = children[1:]
        self._children(element, children)

    def _definitions(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "dl")
        for child in block.children:
            if child.kind == "term":
                _text_element(element, "dt", child.text)
            else:
                self._fill(etree.SubElement(element, "dd"), child.children, block.is_tight)
        return element

    def _table(self, parent: etree.Element, block: Block) -> etree.Element:
        wrapper = etree.SubElement(parent, "div")
        table = etree.SubElement(wrapper, "table")
        head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for cell in block.rows[0]:
            _text_element(head, "th", cell)
        body = etree.SubElement(table, "tbody")
        for row in block.rows[1:]:
            line = etree.SubElement(body, "tr")
            for cell in row:
                _text_element(line, "td", cell)
        return wrapper

    def _formula(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "div")
        formula = etree.SubElement(element, FORMULA_TAG, {"display": "block"})
        formula.text = AtomicString(block.text)
        return element

    def _divider(self, parent: etree.Element, block: Block) -> etree.Element:
        return etree.SubElement(parent, "hr")

    def _code(self, parent: etree.Element, block: Block) -> etree.Element:
        element = etree.SubElement(parent, "pre")
        code = etree.SubElement(element, "code")
        if not _highlight(code, block):
            code.text = AtomicString(code_escape(block.text))
        return element


def _text_element(parent: etree.Element, tag: str, text: str) -> etree.Element:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def _highlight(code: etree.Element, block: Block) -> bool:
    """Mark up the words of a programming language by classes; tell whether the language is known."""
    try:
        lexer = get_lexer_by_name(block.info, stripnl=False, ensurenl=False) if block.info else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return False
    last: etree.Element | None = None
    for kind, words in lexer.get_tokens(block.text):
        name, escaped = _class_of(kind), AtomicString(code_escape(words))
        if name:
            last = etree.SubElement(code, "span", {"class": name})
            last.text = escaped
        elif last is None:
            code.text = AtomicString((code.text or "") + escaped)
        else:
            last.tail = AtomicString((last.tail or "") + escaped)
    return True


def _class_of(kind: _TokenType) -> str:
    while kind is not Token and kind not in STANDARD_TYPES:
        kind = kind.parent
    return STANDARD_TYPES.get(kind, "")
