"""What readers have asked and authors have answered for all, beside the blocks of a lesson."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from markupsafe import Markup

from lms.domain.content.compiled import Lesson
from lms.domain.content.typed_text import render_typed
from lms.domain.faq import queries
from lms.domain.faq.queries import Answered
from lms.foundation.i18n import LANGUAGES, current_language

AT_THE_END = ""


class ShownAnswer(NamedTuple):
    """A question and its answer in one language, ready to be shown."""

    question: str
    answer: Markup
    language: str


def shown_answers(module_id: int, lesson: Lesson, stamp: int) -> dict[str, list[ShownAnswer]]:
    """Return the answers of a lesson by block; at its end those of the whole, and of blocks that are gone."""
    if not stamp:
        return {}
    return by_block(queries.list_published(module_id, lesson.slug), {block.id for block in lesson.blocks})


def by_block(answers: Iterable[Answered], blocks: Collection[str]) -> dict[str, list[ShownAnswer]]:
    """Put each answer to its block, and to the end of the lesson where there is none."""
    found: dict[str, list[ShownAnswer]] = {}
    for each in answers:
        place = each.block if each.block in blocks else AT_THE_END
        found.setdefault(place or AT_THE_END, []).append(shown_answer(each))
    return found


def shown_answer(answered: Answered, language: str | None = None) -> ShownAnswer:
    """Return a question and its answer in the reader's language, or else in the one it was written in."""
    wanted = [language or current_language(), *LANGUAGES]
    shown_in = next(
        (each for each in wanted if answered.question.get(each) and answered.answer.get(each)), "lt"
    )
    text = answered.answer.get(shown_in, "")
    html = render_typed(text, shown_in, f"faq-{answered.id}", 4)
    if html is None:
        html = str(Markup('<p class="as-typed">{}</p>').format(text))
    return ShownAnswer(answered.question.get(shown_in, ""), Markup(html), shown_in)
