"""The shape of a quiz and of its questions, kind by kind, as authors write them."""

from typing import Annotated, Literal

from pydantic import Field

from lms.domain.content.schemas import Bilingual, Slug, Strict, Text

Forgiven = Literal["case", "diacritics", "inflection"]
Decimal = Annotated[float, Field(ge=-1_000_000_000_000, le=1_000_000_000_000, allow_inf_nan=False)]
Tolerance = Annotated[float, Field(ge=0, le=1_000_000_000_000, allow_inf_nan=False)]


class OptionEntry(Strict):
    """One answer to choose."""

    key: Slug
    text: Bilingual
    right: bool = False
    feedback: Bilingual | None = None


class FeedbackEntry(Strict):
    """What is said after a right or a wrong answer."""

    right: Bilingual | None = None
    wrong: Bilingual | None = None


class AcceptEntry(Strict):
    """The short answers that are right, by language."""

    lt: Annotated[list[Text], Field(min_length=1, max_length=100)] | None = None
    en: Annotated[list[Text], Field(min_length=1, max_length=100)] | None = None


class PairEntry(Strict):
    """Two things that belong together."""

    key: Slug
    left: Bilingual
    right: Bilingual
    feedback: Bilingual | None = None


class DistractorEntry(Strict):
    """Something to choose that belongs to nothing."""

    key: Slug
    right: Bilingual


class ItemEntry(Strict):
    """One of the things to be put in order; they are listed in the right one."""

    key: Slug
    text: Bilingual


class GapOptionEntry(Strict):
    """One of the words to choose for a gap."""

    key: Slug
    text: Bilingual
    right: bool = False


class GapEntry(Strict):
    """What belongs where the text says [[key]]: typed, or chosen."""

    key: Slug
    accept: AcceptEntry | None = None
    forgive: list[Forgiven] | None = None
    options: Annotated[list[GapOptionEntry], Field(min_length=2, max_length=30)] | None = None


class QuestionEntry(Strict):
    """One question of a quiz."""

    key: Slug
    kind: Literal[
        "single", "multiple", "true-false", "short", "number", "matching", "ordering", "gap", "open"
    ]
    points: Annotated[int, Field(ge=1, le=100)] = 1
    text: Bilingual
    options: Annotated[list[OptionEntry], Field(min_length=2, max_length=30)] | None = None
    right: bool | None = None
    accept: AcceptEntry | None = None
    forgive: list[Forgiven] | None = None
    answer: Decimal | None = None
    tolerance: Tolerance | None = None
    tolerance_percent: Tolerance | None = None
    unit: Bilingual | None = None
    pairs: Annotated[list[PairEntry], Field(min_length=2, max_length=20)] | None = None
    distractors: Annotated[list[DistractorEntry], Field(min_length=1, max_length=20)] | None = None
    # Of two things the one order that is not shown would be the right one.
    items: Annotated[list[ItemEntry], Field(min_length=3, max_length=20)] | None = None
    gaps: Annotated[list[GapEntry], Field(min_length=1, max_length=20)] | None = None
    partial: bool | None = None
    options_order: Literal["fixed", "random"] | None = None
    pool: Slug | None = None
    hint: Bilingual | None = None
    guidance: Bilingual | None = None
    feedback: FeedbackEntry | None = None


class DrawEntry(Strict):
    """How many questions of a pool each attempt draws."""

    pool: Slug
    count: Annotated[int, Field(ge=1, le=200)]


class OverallEntry(Strict):
    """What is said about the whole result."""

    passed: Bilingual | None = None
    failed: Bilingual | None = None


class QuizFile(Strict):
    """quizzes/….yaml"""

    title: Bilingual
    intro: Bilingual | None = None
    pass_percent: Annotated[int, Field(ge=1, le=100)] = 70
    attempts: Annotated[int, Field(ge=0, le=1000)] = 0
    wait_minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    time_limit_minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    order: Literal["fixed", "random"] = "fixed"
    draw: Annotated[list[DrawEntry], Field(max_length=50)] = []
    review: Literal["after-hand-in", "after-passing", "result-only"] = "after-passing"
    feedback: OverallEntry | None = None
    questions: Annotated[list[QuestionEntry], Field(min_length=1, max_length=200)]
