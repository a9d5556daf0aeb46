"""A question of an attempt as its page shows it: what can be answered, what was, and what was right.

Nothing of this says what is right before the attempt is handed in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.domain.assessment import kinds
from lms.domain.assessment.queries import MarkView
from lms.domain.content.compiled_questions import Gap, Option, Pair, Question, Texts
from lms.foundation.i18n import format_number, in_language

GAP = re.compile(r"\[\[([a-z0-9-]+)\]\]")


@dataclass(frozen=True)
class Asked:
    """One question; the verdict is there once it was handed in, the reason where the answer was refused."""

    number: int
    question: Question
    answer: Sequence[str]
    seed: int | str
    points: int = 0
    verdict: str = ""
    refused: Sequence[str] = field(default_factory=tuple)
    reason: str = ""
    is_hinted: bool = False
    mark: MarkView | None = None
    language: str = ""

    @property
    def typed(self) -> str:
        """What stands in the field of a short answer or a number."""
        return "".join((self.refused or self.answer)[:1])

    @property
    def has_comment(self) -> bool:
        """Whether the person who marked the answer wrote to its learner."""
        return self.mark is not None and bool(self.mark.comment.strip())

    @property
    def options(self) -> list[Option]:
        """What can be chosen, in the order of this attempt."""
        return kinds.options_as_asked(self.question, self.seed)

    @property
    def right_sides(self) -> list[tuple[str, Texts]]:
        """What can be chosen in a matching question, by the mark that stands for it."""
        found = kinds.right_sides(self.question, self.seed)
        return [(f"{kinds.MARK}{place}", texts) for place, (_key, texts) in enumerate(found, 1)]

    def chosen_mark(self, pair: Pair) -> str:
        """Return the mark of what was chosen for this left side."""
        chosen = self.chosen_side(pair)
        return next((mark for mark, texts in self.right_sides if texts == chosen), "")

    def chosen_side(self, pair: Pair) -> Texts | None:
        """Return what was chosen for this left side."""
        return self.question.sides.get(kinds.by_key(self.answer).get(pair.key, ""))

    @property
    def items(self) -> list[tuple[str, Texts, str]]:
        """The things to put in order: their marks, texts and the places they have; placed ones first."""
        asked = kinds.items_as_asked(self.question, self.seed)
        places = {key: str(place) for place, key in enumerate(self.answer, 1) if key}
        marked = [
            (f"{kinds.MARK}{number}", each.text_html, places.get(each.key, ""))
            for number, each in enumerate(asked, 1)
        ]
        if self.refused:
            typed = kinds.by_key(self.refused)
            marked = [(mark, texts, typed.get(mark, "")) for mark, texts, _place in marked]
        return sorted(marked, key=lambda item: int(item[2] or 99) if item[2].isascii() else 99)

    @property
    def given_order(self) -> list[tuple[int, Texts, bool]]:
        """The order that was given: places, texts, and whether it is the right place."""
        texts = {each.key: each.text_html for each in self.question.items}
        right = [each.key for each in self.question.items]
        return [
            (place, texts[key], right[place - 1] == key)
            for place, key in enumerate(self.answer, 1)
            if key in texts
        ]

    def gap_mark(self, key: str) -> str:
        """Return what stands for the gap in the form."""
        return kinds.gap_mark(self.question, key)

    def gap_words(self, key: str) -> str:
        """Return what stands in a gap, as it was typed or as the key of an option."""
        if self.refused:
            names = [kinds.gap_named(self.question, each) for each in self.refused[::2]]
            return dict(zip(names, self.refused[1::2], strict=False)).get(key, "")
        return kinds.by_key(self.answer).get(key, "")

    def is_match(self, pair: Pair) -> bool:
        """Tell whether what was chosen for this left side is right."""
        return self.chosen_side(pair) == pair.right

    @property
    def right_number(self) -> str:
        """The number that is right, as the reader's language writes it."""
        assert self.question.numeric is not None
        return format_number(Decimal(self.question.numeric.value).normalize())

    @staticmethod
    def right_words(gap: Gap, language: str) -> str:
        """Return what belongs in a gap, in that language where it can be."""
        if gap.options:
            return " / ".join(in_language(option.text, language) for option in gap.options if option.right)
        return (gap.accept.get(language) or next(iter(gap.accept.values())))[0]

    def fills(self, key: str) -> bool:
        """Tell whether what stands in the gap is right."""
        gap = next(gap for gap in self.question.gaps if gap.key == key)
        return kinds.fills(gap, self.gap_words(key))


def split_at_gaps(html: str) -> list[tuple[str, str]]:
    """Return a text in parts: the words before each gap and its key; the last part has none."""
    parts = GAP.split(html)
    keys = [*parts[1::2], ""]
    return list(zip(parts[::2], keys, strict=True))
