"""What readers have asked and authors have answered for all, beside the blocks of a lesson."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from lms.domain.content.compiled import Lesson, Module
from lms.domain.content.typed_text import render_typed
from lms.domain.faq import queries
from lms.domain.faq.queries import Answered
from lms.foundation.i18n import LANGUAGES, current_language
from lms.foundation.rendering import address_of

AT_THE_END = ""
_TO_A_LESSON = re.compile(r"\]\(lesson:(?P<lesson>[a-z0-9-]+)(?:#(?P<block>[\w-]+))?\)")


class ShownAnswer(NamedTuple):
    """A question and its answer in one language, ready to be shown."""

    question: str
    answer: Markup
    language: str


def shown_answers(module: Module, lesson: Lesson, stamp: int) -> dict[str, list[ShownAnswer]]:
    """Return the answers of a lesson by block; at its end those of the whole, and of blocks that are gone."""
    if not stamp:
        return {}
    return by_block(queries.list_published(module.module_id, lesson.slug), module, lesson)


def by_block(answers: Iterable[Answered], module: Module, lesson: Lesson) -> dict[str, list[ShownAnswer]]:
    """Put each answer to its block, and to the end of the lesson where there is none."""
    blocks = {block.id for block in lesson.blocks}
    found: dict[str, list[ShownAnswer]] = {}
    for each in answers:
        place = each.block if each.block in blocks else AT_THE_END
        found.setdefault(place or AT_THE_END, []).append(shown_answer(each, module))
    return found


def shown_answer(answered: Answered, module: Module, language: str | None = None) -> ShownAnswer:
    """Return a question and its answer in the reader's language, or else in the one it was written in."""
    wanted = [language or current_language(), *LANGUAGES]
    shown_in = next(
        (each for each in wanted if answered.question.get(each) and answered.answer.get(each)), "lt"
    )
    text = _with_addresses(answered.answer.get(shown_in, ""), module, shown_in)
    html = render_typed(text, shown_in, f"faq-{answered.id}", 4)
    if html is None:
        html = str(Markup('<p class="as-typed">{}</p>').format(text))
    return ShownAnswer(answered.question.get(shown_in, ""), Markup(html), shown_in)


def _with_addresses(text: str, module: Module, language: str) -> str:
    """Write out where links to lessons of the module lead; what leads nowhere stays as it was typed."""

    def address(found: re.Match[str]) -> str:
        if module.lesson(found["lesson"]) is None:
            return found[0]
        values = {"lang": language, "module": module.slug, "lesson": found["lesson"]}
        place = {"_anchor": found["block"]} if found["block"] else {}
        return f"]({address_of('learning.show_lesson', **values, **place)})"

    return _TO_A_LESSON.sub(address, text)
