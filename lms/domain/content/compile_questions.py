"""Compile the questions of a quiz, kind by kind."""

from collections.abc import Mapping
from typing import Protocol

from lms.domain.content.compiled_questions import (
    Distractor,
    Gap,
    GapOption,
    Item,
    Numeric,
    Option,
    Pair,
    Question,
    Texts,
)
from lms.domain.content.question_schemas import AcceptEntry, GapEntry, QuestionEntry
from lms.domain.content.schemas import Bilingual


class Wordsmith(Protocol):
    """Makes the texts of a module."""

    languages: list[str]

    def plain(self, text: Bilingual | None) -> Texts: ...
    def rendered(self, path: str, *, is_inline: bool = False) -> Texts: ...


def compile_question(question: QuestionEntry, path: str, words: Wordsmith) -> Question:
    """Return a question with its answers, for a quiz that is being compiled."""
    feedback = {side: words.rendered(f"{path}.feedback.{side}") for side in ("right", "wrong")}
    return Question(
        key=question.key,
        kind=question.kind,
        points=question.points,
        text_html=words.rendered(f"{path}.text"),
        options=_options(question, path, words),
        right=question.right,
        accept=_accepted(question.accept, words),
        forgive=tuple(question.forgive or ()),
        feedback={side: texts for side, texts in feedback.items() if texts},
        numeric=_numeric(question, words),
        pairs=tuple(
            Pair(
                each.key,
                words.rendered(f"{path}.pairs.{each.key}.left", is_inline=True),
                words.plain(each.right),
                words.rendered(f"{path}.pairs.{each.key}.feedback", is_inline=True),
            )
            for each in question.pairs or ()
        ),
        distractors=tuple(
            Distractor(each.key, words.plain(each.right)) for each in question.distractors or ()
        ),
        items=tuple(
            Item(each.key, words.rendered(f"{path}.items.{each.key}.text", is_inline=True))
            for each in question.items or ()
        ),
        gaps=tuple(_gap(gap, words) for gap in question.gaps or ()),
        is_whole=question.partial is False,
        is_shuffled=question.options_order == "random",
        pool=question.pool or "",
        hint_html=words.rendered(f"{path}.hint"),
        guidance_html=words.rendered(f"{path}.guidance"),
    )


def _options(question: QuestionEntry, path: str, words: Wordsmith) -> tuple[Option, ...]:
    return tuple(
        Option(
            option.key,
            words.rendered(f"{path}.options.{option.key}.text", is_inline=True),
            option.right,
            words.rendered(f"{path}.options.{option.key}.feedback", is_inline=True),
        )
        for option in question.options or ()
    )


def _numeric(question: QuestionEntry, words: Wordsmith) -> Numeric | None:
    if question.answer is None:
        return None
    tolerance = question.tolerance_percent if question.tolerance is None else question.tolerance
    is_percent = question.tolerance is None and question.tolerance_percent is not None
    return Numeric(str(question.answer), str(tolerance or 0), is_percent, words.plain(question.unit))


def _gap(gap: GapEntry, words: Wordsmith) -> Gap:
    options = tuple(GapOption(each.key, words.plain(each.text), each.right) for each in gap.options or ())
    return Gap(gap.key, _accepted(gap.accept, words), tuple(gap.forgive or ()), options)


def _accepted(accept: AcceptEntry | None, words: Wordsmith) -> Mapping[str, tuple[str, ...]]:
    """Return the short answers that are right, by language."""
    if accept is None:
        return {}
    found = {language: getattr(accept, language) for language in words.languages}
    return {language: tuple(word.strip() for word in listed) for language, listed in found.items() if listed}
