"""The piece of a lesson that a conversation is about, as it was when it began."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from lms.domain.content.compiled import Block, Module

# Marks of footnotes, and links to other places of the lesson, would lead nowhere on another page.
_FOOTNOTE_MARK = re.compile(r'<sup[^>]*class="footnote-mark"[^>]*>.*?</sup>', re.DOTALL)
_LINK_WITHIN = re.compile(r'<a\b[^>]*\bhref="#[^"]*"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quote:
    """The quoted block, and the language it stands in."""

    html: Markup
    language: str


def quote(module: Module, lesson: str, block_id: str | None, language: str) -> Quote | None:
    """Return the block as that revision showed it to a reader of that language; None for a whole lesson."""
    found = module.lesson(lesson)
    block = found.block(block_id) if found and block_id else None
    if block is None:
        return None
    text, shown_in = block.in_(language)
    return Quote(_html(block, text.html, text.text), shown_in)


def _html(block: Block, html: str, text: str) -> Markup:
    """What was rendered and sanitised when it was published; a heading must not disturb this page's own."""
    if block.kind == "heading":
        return Markup("<p><strong>{}</strong></p>").format(escape(text))
    return Markup(_LINK_WITHIN.sub(r"\1", _FOOTNOTE_MARK.sub("", html)))
