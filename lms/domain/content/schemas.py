"""The shape of every YAML file of a course; an unknown key is a mistake, never ignored."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_TEXT = 50_000
_REQUIREMENT = re.compile(r"read|(?:quiz|assignment):" + SLUG.pattern)


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value) or len(value) > 60:
        raise PydanticCustomError("bad-key", "bad key", {"value": value[:60]})
    return value


def _requirement(value: str) -> str:
    if not _REQUIREMENT.fullmatch(value):
        raise PydanticCustomError("bad-requirement", "bad requirement", {"value": value[:60]})
    return value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise PydanticCustomError("bad-address", "bad address", {})
    return value


def _something(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("text-empty", "empty", {})
    return value


Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_something)]
Slug = Annotated[str, AfterValidator(_slug)]
RequirementKey = Annotated[str, AfterValidator(_requirement)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Language = Literal["lt", "en"]
Minutes = Annotated[int, Field(ge=1, le=100_000)]
Points = Annotated[int, Field(ge=0, le=1000)]


class Strict(BaseModel):
    # Built when first needed: most commands need only one of these shapes.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Bilingual(Strict):
    """One text in the languages in which it exists."""

    # A language may be left out; one that is named without words is a mistake.
    lt: Text = Field(default="")
    en: Text = Field(default="")

    @model_validator(mode="before")
    @classmethod
    def _has_words(cls, value: Any) -> Any:
        if value == {}:
            raise PydanticCustomError("no-language", "no language", {})
        return value

    @property
    def texts(self) -> dict[str, str]:
        """Return the texts by language."""
        return {language: text for language, text in (("lt", self.lt), ("en", self.en)) if text}


class AuthorEntry(Strict):
    """Somebody who is named as an author."""

    name: Text
    role: Bilingual | None = None


class SourceEntry(Strict):
    """Where the facts of a module come from."""

    text: Bilingual
    url: WebAddress | None = None
    dated: date | None = None
    accessed_on: date | None = None


class StatementEntry(Strict):
    """A sentence for self-assessment before and after the module."""

    key: Slug
    text: Bilingual


class GlossaryEntry(Strict):
    """An abbreviation and its full words, explained wherever it occurs."""

    short: Bilingual
    long: Bilingual


class TermEntry(Strict):
    """A term in one language: in its base form, what it means, and forms that follow no rule."""

    term: Annotated[Text, Field(max_length=100)]
    meaning: Annotated[Text, Field(max_length=1000)]
    forms: Annotated[list[Annotated[Text, Field(max_length=100)]], Field(max_length=30)] = []


class TermPair(Strict):
    """A term of the courses in both languages."""

    key: Slug
    lt: TermEntry
    en: TermEntry


class GlossaryFile(Strict):
    """glossary.yaml"""

    terms: Annotated[list[TermPair], Field(max_length=1000)]


class ModuleFile(Strict):
    """module.yaml"""

    languages: Annotated[list[Language], Field(min_length=1)]
    base_language: Language
    title: Bilingual
    summary: Bilingual
    aim: Bilingual
    outcomes: Annotated[list[Bilingual], Field(min_length=1, max_length=30)]
    authors: Annotated[list[AuthorEntry], Field(min_length=1, max_length=30)]
    minutes: Minutes
    prerequisites: list[Slug] = []
    reviewed_on: date
    sources: Annotated[list[SourceEntry], Field(max_length=200)] = []
    self_assessment: Annotated[list[StatementEntry], Field(max_length=50)] = []
    tags: list[Slug] = []
    glossary: Annotated[list[GlossaryEntry], Field(max_length=300)] = []
    requirements: Annotated[list[RequirementKey], Field(min_length=1, max_length=50)]
    retired: list[RequirementKey] = []
    licence: Annotated[Text, Field(max_length=200)] | None = None
    change: Literal["minor", "tell", "redo"] = "minor"


class FrontMatter(Strict):
    """The head of a lesson."""

    title: Text
    minutes: Minutes


class LevelEntry(Strict):
    """What earns how many points."""

    points: Points
    text: Bilingual


class CriterionEntry(Strict):
    """One row of the table by which an assignment is graded."""

    key: Slug
    title: Bilingual
    levels: Annotated[list[LevelEntry], Field(min_length=2, max_length=20)]


FileKind = Literal[
    "image", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "md", "csv",
    "png", "jpg", "jpeg", "webp", "heic",
]  # fmt: skip


class FilesEntry(Strict):
    """What may be handed in as files; what is left out is as the program allows."""

    kinds: Annotated[list[FileKind], Field(min_length=1, max_length=20)] | None = None
    most: Annotated[int, Field(ge=1, le=10)] = 10
    megabytes: Annotated[int, Field(ge=1, le=20)] = 20


class GroupEntry(Strict):
    """How many may hand in one work together; who wants to may always work alone."""

    most: Annotated[int, Field(ge=2, le=8)]


class AssignmentFile(Strict):
    """assignments/….yaml"""

    title: Bilingual
    instructions: Bilingual
    accepts: Annotated[list[Literal["text", "files", "link"]], Field(min_length=1, max_length=3)]
    files: FilesEntry | None = None
    group: GroupEntry | None = None
    minutes: Minutes
    pass_points: Points = 7
    every_criterion_above: Annotated[int, Field(ge=-1, le=1000)] = 0
    graders: Annotated[int, Field(ge=1, le=2)] = 1
    criteria: Annotated[list[CriterionEntry], Field(min_length=1, max_length=30)]


class ProgrammeFile(Strict):
    """programme.yaml"""

    title: Bilingual
    summary: Bilingual
    aim: Bilingual
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
