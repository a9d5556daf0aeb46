"""What a template shows of a lesson's blocks: text, how well it is translated, the other language."""

from typing import Any

from markupsafe import Markup

from lms.domain.content.compiled import Block, Lesson
from lms.domain.learning import rules
from lms.foundation.i18n import current_language, format_date, other_language
from lms.foundation.i18n import gettext as _


def shown_block(block: Block, peek: str | None = None, *, is_parallel: bool = False) -> dict[str, Any]:
    """Return what a template shows of a block; beside it the other language, where that was asked for."""
    language, other = current_language(), other_language()
    text, shown_in = block.in_(language)
    other_text = block.texts.get(other) if shown_in == language else None
    shown = {
        "id": block.id,
        "kind": block.kind,
        "html": Markup(text.html),
        "words": rules.count_words(text.text),
        "is_stale": block.health(language) == "stale",
        "lag": _lag(block, language),
        "shown_in": shown_in,
        "has_other": other_text is not None,
        "peek": Markup(other_text.html) if other_text and peek == block.id else None,
    }
    if is_parallel:
        shown["beside"] = Markup(block.texts[other].html) if other in block.texts else None
        shown["own"] = Markup(block.texts[language].html) if language in block.texts else None
        shown["lag_beside"] = _lag(block, other)
    return shown


def _lag(block: Block, language: str) -> str:
    """Return what is said where a translation has yet to follow its source; nothing where it has."""
    if block.health(language) != "stale":
        return ""
    if block.changed_on is None:
        return _("The original of this part has changed since it was translated.")
    day = format_date(block.changed_on)
    if block.base_language == "lt":
        return _("The Lithuanian text was updated on %(day)s; this translation is yet to follow.", day=day)
    return _("The English text was updated on %(day)s; this translation is yet to follow.", day=day)


def minutes_left_at(lesson: Lesson, block_id: str) -> int:
    """Return how many minutes of the lesson are left for who stopped at that block."""
    words = [rules.count_words(block.in_(current_language())[0].text) for block in lesson.blocks]
    at = next((place for place, block in enumerate(lesson.blocks) if block.id == block_id), 0)
    return rules.minutes_left(lesson.minutes, sum(words), sum(words[at:]))
