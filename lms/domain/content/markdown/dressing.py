"""Give rendered blocks the classes, labels and marks that belong to the page and not to the text."""

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from lms.domain.content.markdown.blocks import Block
from lms.domain.content.plain_text import FOOTNOTE_TAG, text_of
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext, speaking

CALLOUTS = {
    "note": lazy_gettext("Note"),
    "tip": lazy_gettext("Tip"),
    "warning": lazy_gettext("Please note"),
    "example": lazy_gettext("Example"),
    "activity": lazy_gettext("Activity"),
    "check": lazy_gettext("Check yourself"),
    "norway": lazy_gettext("In Norway"),
}


def dress(made: list[tuple[etree.Element, Block]], language: str) -> None:
    """Add to each element what its block asks for, in the words of its language."""
    with speaking(language):
        for element, block in made:
            if block.kind in ("callout", "details"):
                _dress_callout(element, block)
            elif block.kind == "table":
                _dress_table(element, block)
            elif block.kind == "item" and block.info:
                _dress_task(element, is_done=block.info == "done")
            elif block.kind == "list" and any(item.info for item in block.children):
                element.set("class", "task-list")
            elif block.kind == "code":
                element.set("class", "code")
                element.set("tabindex", "0")
            elif block.kind == "formula":
                element.set("class", "formula")


def _dress_callout(element: etree.Element, block: Block) -> None:
    kind = block.info if block.info in CALLOUTS else "note"
    element.set("class", f"callout callout-{kind}")
    if block.kind == "details":
        summary = element[0]
        if block.title is None:
            summary.text = AtomicString(str(CALLOUTS[kind]))
        if block.level:
            element.set("open", "open")
        return
    element.set("role", "note")
    if block.title is None:
        title = etree.Element("p")
        title.text = AtomicString(str(CALLOUTS[kind]))
        element.insert(0, title)
    if block.title != "":
        element[0].set("class", "callout-title")


def _dress_table(element: etree.Element, block: Block) -> None:
    """Let a wide table be scrolled by keyboard too, under a name of its own."""
    heads = [text_of(cell) for cell in element.iter("th")]
    element.set("class", "table-scroll")
    element.set("tabindex", "0")
    element.set("role", "group")
    element.set("aria-label", _("Table: %(columns)s", columns=", ".join(filter(None, heads))))
    for row in element.iter("tr"):
        for cell, side in zip(row, block.alignments, strict=False):
            if side:
                cell.set("class", side)
            if cell.tag == "th":
                cell.set("scope", "col")


def _dress_task(element: etree.Element, is_done: bool) -> None:
    element.set("class", "task")
    box = etree.Element("span", {"class": "task-box", "role": "img"})
    box.set("aria-label", _("Done:") if is_done else _("To do:"))
    box.text = AtomicString("☑" if is_done else "☐")
    first = element[0] if not element.text and len(element) and element[0].tag == "p" else element
    box.tail, first.text = f" {first.text or ''}", None
    first.insert(0, box)


def dress_footnotes(root: etree.Element, labels: list[str], language: str) -> None:
    """Number the marks of footnotes, and lead from each footnote back to its first mark."""
    seen: set[str] = set()
    for mark in list(root.iter(FOOTNOTE_TAG)):
        label = mark.attrib.pop("label", "")
        number = labels.index(label) + 1
        mark.tag = "sup"
        if label not in seen:
            mark.set("id", f"footnote-mark-{language}-{number}")
        seen.add(label)
        link = etree.SubElement(mark, "a", {"href": f"#footnote-{language}-{number}", "role": "doc-noteref"})
        link.set("class", "footnote-mark")
        link.text = AtomicString(str(number))
    for section in root.findall("section"):
        section.set("class", "footnotes")
        section.set("role", "doc-endnotes")
        with speaking(language):
            _dress_list(section[0], language)


def _dress_list(listed: etree.Element, language: str) -> None:
    for number, item in enumerate(listed, 1):
        item.set("id", f"footnote-{language}-{number}")
        place = item[-1] if len(item) and item[-1].tag == "p" else item
        back = etree.SubElement(place, "a", {"href": f"#footnote-mark-{language}-{number}"})
        back.set("role", "doc-backlink")
        back.set("aria-label", _("Back to the text"))
        back.text = AtomicString("↩")
