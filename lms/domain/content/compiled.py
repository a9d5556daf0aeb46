"""A module as it was published: all languages, all structure, ready to be shown; never changed.

These are the words that other rooms speak with this one. `compiled_json` writes
them to the database and reads them back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from lms.domain.content.addresses import media_address
from lms.domain.content.compiled_questions import Question, Texts

CURRENT, STALE, MISSING = "current", "stale", "missing"


@dataclass(frozen=True, slots=True)
class BlockText:
    """A block in one language; `translated_from` is the fingerprint of the text it was made from."""

    source: str
    html: str
    text: str
    fingerprint: str
    translated_from: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a lesson in the languages in which it exists.

    `changed_on` is the day on which the base text was published that a translation has yet to follow.
    """

    id: str
    kind: str
    texts: Mapping[str, BlockText]
    base_language: str
    changed_on: date | None = None

    def health(self, language: str) -> str:
        """Tell whether the block is current, stale or missing in that language."""
        text, base = self.texts.get(language), self.texts.get(self.base_language)
        if text is None:
            return MISSING
        is_translation = base is not None and language != self.base_language
        return STALE if is_translation and text.translated_from != base.fingerprint else CURRENT  # type: ignore[union-attr]

    def in_(self, language: str) -> tuple[BlockText, str]:
        """Return the text to show a reader of that language, and the language it is in."""
        for found in (language, self.base_language, *self.texts):
            if found in self.texts:
                return self.texts[found], found
        raise KeyError(self.id)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page of a module."""

    slug: str
    title: Texts
    minutes: int
    blocks: tuple[Block, ...]

    def block(self, block_id: str) -> Block | None:
        """Return the block of that id."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def languages(self) -> set[str]:
        """Return the languages in which any of the lesson exists."""
        return {language for block in self.blocks for language in block.texts} | set(self.title)


@dataclass(frozen=True, slots=True)
class Draw:
    """How many questions of a pool each attempt draws; all questions of a pool give the same points."""

    pool: str
    count: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz of a module; `intro` is HTML by language; no limit of attempts or of time is 0.

    `review` says what is shown of the answers: `after-hand-in` everything, `result-only` nothing but what
    people commented, and otherwise what was right once it gives nothing away. `overall` has the keys
    `passed` and `failed`.
    """

    slug: str
    title: Texts
    intro: Texts
    pass_percent: int
    attempts: int
    order: str
    questions: tuple[Question, ...]
    wait_minutes: int = 0
    draw: tuple[Draw, ...] = ()
    review: str = ""
    overall: Mapping[str, Texts] = field(default_factory=dict)
    time_limit_minutes: int = 0

    def question(self, key: str) -> Question | None:
        """Return the question of that key."""
        return next((question for question in self.questions if question.key == key), None)

    @property
    def has_open_questions(self) -> bool:
        """Whether a person has to mark some of its answers."""
        return any(question.kind == "open" for question in self.questions)

    @property
    def max_points(self) -> int:
        """Return how many points can be reached."""
        drawn = sum(draw.count * self.pool(draw.pool)[0].points for draw in self.draw)
        return drawn + sum(question.points for question in self.pool(""))

    @property
    def asked_count(self) -> int:
        """Return how many questions each attempt asks."""
        return len(self.pool("")) + sum(draw.count for draw in self.draw)

    def pool(self, name: str) -> list[Question]:
        """Return the questions of a pool; those of no pool are always asked."""
        return [question for question in self.questions if question.pool == name]


@dataclass(frozen=True, slots=True)
class Level:
    """What earns how many points."""

    points: int
    text: Texts


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the table by which an assignment is graded."""

    key: str
    title: Texts
    levels: tuple[Level, ...]

    @property
    def max_points(self) -> int:
        """Return how many points this criterion can earn."""
        return max(level.points for level in self.levels)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A piece of work that a person grades."""

    slug: str
    title: Texts
    instructions_html: Texts
    accepts: tuple[str, ...]
    minutes: int
    pass_points: int
    every_criterion_above: int
    criteria: tuple[Criterion, ...]
    file_kinds: tuple[str, ...] = ()  # endings; none stands for all that the program takes
    most_files: int = 10
    file_megabytes: int = 20
    graders: int = 1  # two judge without seeing each other's judgement
    group_most: int = 1  # so many may hand in one work together

    def criterion(self, key: str) -> Criterion | None:
        """Return the criterion of that key."""
        return next((criterion for criterion in self.criteria if criterion.key == key), None)

    @property
    def max_points(self) -> int:
        """Return how many points can be reached."""
        return sum(criterion.max_points for criterion in self.criteria)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What completes a module: `read`, `quiz:final`, `assignment:actor-map`; a stable key."""

    key: str

    @property
    def kind(self) -> str:
        """Return `read`, `quiz` or `assignment`."""
        return self.key.partition(":")[0]

    @property
    def subject(self) -> str:
        """Return the slug of the quiz or assignment, or nothing."""
        return self.key.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody named as an author; for display only, duties belong to the catalogue."""

    name: str
    role: Texts


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts of a module come from."""

    text: Texts
    url: str = ""
    dated: date | None = None
    accessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence for self-assessment before and after the module."""

    key: str
    text: Texts


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """A term of the glossary that the module uses, and the lessons that explain it where it occurs."""

    key: str
    words: Texts
    meanings: Texts
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """A picture in another width, as WebP."""

    width: int
    sha256: str
    bytes: int

    @property
    def address(self) -> str:
        """Return the address under which it is shown."""
        return media_address(self.sha256, "webp")


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or file of the module, kept in the storage under `name`."""

    path: str
    sha256: str
    extension: str
    media_type: str
    size: int
    width: int = 0
    height: int = 0
    sizes: tuple[Size, ...] = ()

    @property
    def address(self) -> str:
        """Return the address under which it is shown."""
        return media_address(self.sha256, self.extension)


@dataclass(frozen=True, slots=True)
class Wording:
    """The fingerprints of one text outside the lessons, by language."""

    fingerprints: Texts
    translated_from: Texts
    is_assessed: bool

    def health(self, language: str, base_language: str) -> str:
        """Tell whether the text is current, stale or missing in that language."""
        if language not in self.fingerprints:
            return MISSING
        base = self.fingerprints.get(base_language)
        is_translation = base is not None and language != base_language
        return STALE if is_translation and self.translated_from.get(language) != base else CURRENT


@dataclass(frozen=True, slots=True)
class Module:
    """A published module; `revision_id` and `number` are known once it came from the database."""

    slug: str
    languages: tuple[str, ...]
    base_language: str
    title: Texts
    summary: Texts
    aim: Texts
    outcomes: tuple[Texts, ...]
    authors: tuple[Author, ...]
    minutes: int
    prerequisites: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    retired: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed_on: date
    self_assessment: tuple[Statement, ...]
    tags: tuple[str, ...]
    change: str
    lessons: tuple[Lesson, ...]
    quizzes: tuple[Quiz, ...]
    assignments: tuple[Assignment, ...]
    media: tuple[Media, ...]
    wordings: Mapping[str, Wording]
    renderer: str
    terms: tuple[ExplainedTerm, ...] = ()
    licence: str = ""  # CC BY 4.0 where the module says nothing else
    content_hash: str = ""
    revision_id: int = 0
    module_id: int = 0
    number: int = 0

    def lesson(self, slug: str) -> Lesson | None:
        """Return the lesson of that slug."""
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)

    def quiz(self, slug: str) -> Quiz | None:
        """Return the quiz of that slug."""
        return next((quiz for quiz in self.quizzes if quiz.slug == slug), None)

    def assignment(self, slug: str) -> Assignment | None:
        """Return the assignment of that slug."""
        return next((assignment for assignment in self.assignments if assignment.slug == slug), None)

    def requirement(self, key: str) -> Requirement | None:
        """Return the requirement of that key."""
        return next((requirement for requirement in self.requirements if requirement.key == key), None)

    def lesson_of_block(self, block_id: str) -> Lesson | None:
        """Return the lesson in which that block stands."""
        return next((lesson for lesson in self.lessons if lesson.block(block_id)), None)

    def kept_as(self, *, revision_id: int, module_id: int, number: int, content_hash: str) -> "Module":
        """Return the same module, knowing where it is kept."""
        return replace(
            self, revision_id=revision_id, module_id=module_id, number=number, content_hash=content_hash
        )
