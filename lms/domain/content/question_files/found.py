"""What a question file says, before it takes the form of our quizzes; the same for every format."""

from dataclasses import dataclass, field
from decimal import Decimal

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Written:
    """A text and its markup in the file: plain, moodle (lines and some HTML), html or markdown."""

    text: str
    markup: str = "plain"

    def __bool__(self) -> bool:
        return bool(self.text.strip())


NOTHING = Written("")


@dataclass(frozen=True)
class Answer:
    """One answer with its weight in per cent."""

    line: int
    words: Written
    weight: Decimal = WHOLE
    feedback: Written = NOTHING


@dataclass(frozen=True)
class Range:
    """A number that is right, and how far off it may be."""

    line: int
    middle: Decimal
    off: Decimal
    weight: Decimal = WHOLE
    feedback: Written = NOTHING


@dataclass(frozen=True)
class FoundGap:
    """What belongs into one gap of a text: words to type, or options to choose from."""

    answers: tuple[Answer, ...]
    is_chosen: bool = False
    case_matters: bool = False
    points: int = 1


@dataclass
class FoundQuestion:
    """One question of a file; which of the lists is filled depends on its kind."""

    line: int
    kind: str
    text: Written
    title: str = ""
    answers: list[Answer] = field(default_factory=list)
    ranges: list[Range] = field(default_factory=list)
    pairs: list[tuple[int, Written, str]] = field(default_factory=list)
    gaps: list[FoundGap] = field(default_factory=list)
    is_single: bool = True
    right: bool = False
    case_matters: bool = False
    # Said whatever was answered, after a right answer, and after a wrong one.
    general: Written = NOTHING
    if_right: Written = NOTHING
    if_wrong: Written = NOTHING
    guidance: Written = NOTHING
    hints: list[Written] = field(default_factory=list)
    unit: str = ""
    points: Decimal = Decimal(1)
    is_shuffled: bool | None = None
    comments: list[str] = field(default_factory=list)


# Where the answers stand within the text of a question; nothing that is typed can be this sign.
GAP = "\ue100"
