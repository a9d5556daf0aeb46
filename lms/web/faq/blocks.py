"""Which paragraphs raise questions: for authors, who can mend them or answer for all."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from lms.domain.content import queries as content
from lms.domain.content.compiled import BlockText, Module
from lms.domain.faq import policy
from lms.domain.faq import queries as faq
from lms.domain.messaging import queries
from lms.domain.messaging.queries import AskedBlock
from lms.foundation import clock
from lms.foundation.errors import NotFound
from lms.foundation.i18n import current_language
from lms.web.faq.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25
PERIODS = {"year": timedelta(days=365), "all": None}
_TITLE = re.compile(r'<p class="callout-title">.*?</p>|<summary>.*?</summary>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of the list: the words of the block, where they stand, and what has been done about them."""

    asked: AskedBlock
    text: str
    language: str
    address: str | None
    is_gone: bool
    published: int


@blueprint.get("/teach/questions/blocks")
@allow(policy.may_look_after_questions)
def list_blocks() -> str:
    """List the blocks that learners ask about, those that raise most questions first."""
    actor, period = member(), request.args.get("period", "year")
    if period not in PERIODS:
        raise NotFound()
    length = PERIODS[period]
    since = clock.now() - length if length else None
    paging = Page.of(request.args.get("page"), queries.count_asked_blocks(actor, since), PER_PAGE)
    blocks = queries.list_asked_blocks(actor, since, paging.size, paging.offset)
    published = faq.count_published({each.module_id for each in blocks})
    modules = content.get_revisions(
        {each.current_id or each.revision_id for each in blocks} | {each.revision_id for each in blocks}
    )
    lines = [_line(each, modules, published) for each in blocks]
    return page("faq/list_blocks", lines=lines, period=period, paging=paging)


def _line(asked: AskedBlock, modules: dict[int, Module], published: dict[Any, int]) -> AskedLine:
    current = modules[asked.current_id].lesson(asked.lesson) if asked.current_id else None
    found = current.block(asked.block) if current and asked.block else None
    is_gone = current is None or bool(asked.block and found is None)
    if found is None and asked.block:
        then = modules[asked.revision_id].lesson(asked.lesson)
        found = then.block(asked.block) if then else None
    text, language = found.in_(current_language()) if found else (None, current_language())
    address = None
    if current is not None:
        anchor = None if is_gone else asked.block
        address = url_for("learning.show_lesson", module=asked.module, lesson=asked.lesson, _anchor=anchor)
    return AskedLine(
        asked=asked,
        text=words_of(text) if text else "",
        language=language,
        address=address,
        is_gone=is_gone,
        published=published.get((asked.module_id, asked.lesson, asked.block), 0),
    )


def words_of(text: BlockText) -> str:
    """Return the words of a block; what a box is called stands apart from what it says."""
    titled = _TITLE.search(text.html)
    title = str(Markup(titled.group()).striptags()) if titled else ""
    if not title or not text.text.startswith(f"{title} "):
        return text.text
    mark = "" if title[-1] in ".?!…:" else "."
    return f"{title}{mark}{text.text.removeprefix(title)}"
