"""Questions of a quiz as they were published, kind by kind; part of the words of `compiled`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    key: str
    text_html: Texts
    right: bool
    feedback_html: Texts


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that belong together; what stands right is chosen from a list, so it is plain text."""

    key: str
    left_html: Texts
    right: Texts
    feedback_html: Texts


@dataclass(frozen=True, slots=True)
class Distractor:
    """Something to choose that belongs to nothing on the left."""

    key: str
    right: Texts


@dataclass(frozen=True, slots=True)
class Item:
    """One of the things to be put in order."""

    key: str
    text_html: Texts


@dataclass(frozen=True, slots=True)
class GapOption:
    """One of the words to choose for a gap."""

    key: str
    text: Texts
    right: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing in a text: typed where `accept` says what is right, else chosen from `options`."""

    key: str
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forgive: tuple[str, ...] = ()
    options: tuple[GapOption, ...] = ()

    def option(self, key: str) -> GapOption | None:
        """Return the option of that key."""
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Numeric:
    """The number that is right, as decimals are written, and how far off it may be."""

    value: str
    tolerance: str
    is_percent: bool
    unit: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz; what is right in it must never reach a browser before the answer does.

    `feedback` has the keys `right` and `wrong`, each a text by language. `items` stand in the right order.
    `is_whole` says that only the entirely right answer earns anything, `is_shuffled` that each attempt
    lists the options in an order of its own.
    """

    key: str
    kind: str
    points: int
    text_html: Texts
    options: tuple[Option, ...] = ()
    right: bool | None = None
    accept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forgive: tuple[str, ...] = ()
    feedback: Mapping[str, Texts] = field(default_factory=dict)
    numeric: Numeric | None = None
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[Distractor, ...] = ()
    items: tuple[Item, ...] = ()
    gaps: tuple[Gap, ...] = ()
    is_whole: bool = False
    is_shuffled: bool = False
    pool: str = ""
    hint_html: Texts = field(default_factory=dict)
    guidance_html: Texts = field(default_factory=dict)  # for those who mark answers, and nobody else

    @property
    def sides(self) -> Mapping[str, Texts]:
        """Return by key all that can be chosen in a matching question."""
        found = {pair.key: pair.right for pair in self.pairs}
        return found | {each.key: each.right for each in self.distractors}

    def option(self, key: str) -> Option | None:
        """Return the option of that key."""
        return next((option for option in self.options if option.key == key), None)
