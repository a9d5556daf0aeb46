"""Put the languages of a module beside each other and beside the revision before.

From here on every block has its id and every translation its health; only the HTML
is still to be made. `content check` stops here, publishing goes on to `compile`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms.domain.content.alignment import Pair, align, bone_of
from lms.domain.content.carrying import Trace, carry_ids
from lms.domain.content.compiled import STALE, Block, Module, Wording
from lms.domain.content.examining import Examined
from lms.domain.content.lessons import WrittenLesson
from lms.domain.content.markdown import Piece
from lms.domain.content.plain_text import fingerprint
from lms.domain.content.problems import ProblemList
from lms.domain.content.rules import Before, translated_from
from lms.domain.content.wordings import WrittenText
from lms.foundation import clock

Confirmations = frozenset[tuple[str, str, str]]
Hints = Mapping[tuple[str, str], list[tuple[str, str]]]  # lesson, language → fingerprint and id of each block


@dataclass
class PlannedBlock:
    """A block in its languages, with the id it will be published under."""

    lesson: str
    pieces: dict[str, Piece]
    fingerprints: dict[str, str]
    id: str = ""
    translated_from: dict[str, str] = field(default_factory=dict)
    changed_on: date | None = None

    def piece(self, base: str) -> Piece:
        """Return the block in the base language, else in the one it has."""
        return self.pieces.get(base) or next(iter(self.pieces.values()))


@dataclass
class Plan:
    """What would be published, as far as words go."""

    examined: Examined
    blocks: dict[str, list[PlannedBlock]]
    wordings: dict[str, Wording]
    problems: ProblemList


def plan(
    examined: Examined,
    previous: Module | None = None,
    confirmed: Confirmations = frozenset(),
    hints: Hints | None = None,
) -> Plan:
    """Plan the next revision of a module whose file could be read."""
    assert examined.file is not None
    base: str = examined.file.base_language
    problems = ProblemList(examined.problems)
    known = _known_pairs(previous, base)
    blocks = {lesson.slug: _pair(lesson, base, known, examined, problems) for lesson in examined.lessons}
    flat = [block for listed in blocks.values() for block in listed]
    old = _traces(previous) if previous else _hinted_traces(hints or {}, flat)
    for block, found in zip(
        flat, carry_ids(examined.source.slug, old, [_trace(b, base) for b in flat]), strict=True
    ):
        block.id = found
    planner = _Health(examined, previous, confirmed, base, problems)
    for block in flat:
        planner.judge_block(block)
    wordings = {written.path: planner.judge_text(written) for written in examined.texts}
    return Plan(examined, blocks, wordings, problems)


def _pair(
    lesson: WrittenLesson,
    base: str,
    known: frozenset[tuple[str, str]],
    examined: Examined,
    problems: ProblemList,
) -> list[PlannedBlock]:
    """Pair the blocks of a lesson across its languages, and note what has no counterpart."""
    main = lesson.main(base)
    other = next((text for text in lesson.texts.values() if text is not main), None)
    if other is None:
        return [_planned(lesson, {main.language: piece}) for piece in main.pieces]
    pairs: list[Pair] = align(
        [bone_of(piece) for piece in main.pieces], [bone_of(piece) for piece in other.pieces], known
    )
    blocks = []
    for here, there in pairs:
        pieces = {}
        if here is not None:
            pieces[main.language] = main.pieces[here]
        if there is not None:
            pieces[other.language] = other.pieces[there]
        if here is None or there is None:
            alone, lacking = (other, main) if here is None else (main, other)
            line = pieces[alone.language].line
            problems.add(alone.file, line, "block-missing", language=lacking.language, other=lacking.file)
        elif main.pieces[here].kind != other.pieces[there].kind:
            problems.add(
                other.file, other.pieces[there].line, "block-kind-differs", other=main.pieces[here].line
            )
        blocks.append(_planned(lesson, pieces))
    return blocks


def _planned(lesson: WrittenLesson, pieces: dict[str, Piece]) -> PlannedBlock:
    return PlannedBlock(
        lesson.slug, pieces, {language: fingerprint(piece.text) for language, piece in pieces.items()}
    )


def _known_pairs(previous: Module | None, base: str) -> frozenset[tuple[str, str]]:
    """Return the texts that were translations of one another before; they still are."""
    if previous is None:
        return frozenset()
    found = set()
    for lesson in previous.lessons:
        for block in lesson.blocks:
            main = block.texts.get(base)
            others = [text for language, text in block.texts.items() if language != base]
            if main and others and main.text:
                found.add((main.fingerprint, others[0].fingerprint))
    return frozenset(found)


def _trace(block: PlannedBlock, base: str) -> Trace:
    words = {language: (block.fingerprints[language], piece.text) for language, piece in block.pieces.items()}
    return Trace(block.lesson, block.piece(base).kind, words)


def _traces(previous: Module) -> list[Trace]:
    return [
        Trace(
            lesson.slug,
            block.kind,
            {language: (text.fingerprint, text.text) for language, text in block.texts.items()},
            block.id,
        )
        for lesson in previous.lessons
        for block in lesson.blocks
    ]


def _hinted_traces(hints: Hints, blocks: list[PlannedBlock]) -> list[Trace]:
    """Take the ids from an export where the module was never published here."""
    kinds = {
        found: block.piece(language).kind
        for block in blocks
        for language, found in block.fingerprints.items()
    }
    traces: dict[str, Trace] = {}
    for (lesson, language), listed in hints.items():
        for found, block_id in listed:
            if found in kinds:
                trace = traces.setdefault(block_id, Trace(lesson, kinds[found], {}, block_id))
                trace.words[language] = (found, "")
    return list(traces.values())


class _Health:
    """Judges for every translation which text it was made from."""

    def __init__(
        self,
        examined: Examined,
        previous: Module | None,
        confirmed: Confirmations,
        base: str,
        problems: ProblemList,
    ) -> None:
        self.examined, self.previous, self.confirmed = examined, previous, confirmed
        self.base, self.problems = base, problems
        self.before = (
            {block.id: block for lesson in previous.lessons for block in lesson.blocks} if previous else {}
        )

    def judge_block(self, block: PlannedBlock) -> None:
        """Set what each translation of a block was made from, and note the stale ones."""
        old = self.before.get(block.id)
        for language, own in block.fingerprints.items():
            text = old.texts.get(language) if old else None
            before = Before(text.fingerprint, text.translated_from) if text else None
            source = self._judge(language, own, block.fingerprints.get(self.base, ""), before)
            if source is None:
                continue
            block.translated_from[language] = source
            if source != block.fingerprints.get(self.base, ""):
                block.changed_on = self._changed_on(block, old)
                file = self._file_of(block.lesson, language)
                self._note("stale", file, block.pieces[language].line, language, block.id)

    def _changed_on(self, block: PlannedBlock, old: Block | None) -> date | None:
        """Return since when a translation lags behind: the day of the last change of the base text."""
        before = old.texts.get(self.base) if old else None
        if old and before and before.fingerprint == block.fingerprints.get(self.base):
            return old.changed_on
        return clock.now().date()

    def judge_text(self, written: WrittenText) -> Wording:
        """Return the fingerprints of a text outside the lessons, and note where it is stale."""
        assert self.examined.file is not None
        offered: list[str] = [
            language for language in written.texts if language in self.examined.file.languages
        ]
        fingerprints = {language: written.fingerprint(language) for language in offered}
        old = self.previous.wordings.get(written.path) if self.previous else None
        sources = {}
        for language, own in fingerprints.items():
            before = None
            if old and language in old.fingerprints:
                before = Before(old.fingerprints[language], old.translated_from.get(language, ""))
            source = self._judge(language, own, fingerprints.get(self.base, ""), before)
            if source is not None:
                sources[language] = source
        wording = Wording(fingerprints, sources, written.is_assessed)
        for language in offered:
            if wording.health(language, self.base) == STALE:
                code = "assessed-stale" if written.is_assessed else "stale"
                self._note(code, written.file_of(language), written.lines[language], language, written.path)
        return wording

    def _judge(self, language: str, own: str, base: str, before: Before | None) -> str | None:
        if language == self.base:
            return None
        return translated_from(base, own, before, (language, base, own) in self.confirmed)

    def _note(self, code: str, file: str, line: int, language: str, path: str) -> None:
        names = {"base": self.base, "language": language}
        self.problems.add(file, line, code, module=self.examined.source.slug, path=path, **names)

    def _file_of(self, lesson: str, language: str) -> str:
        found = next(each for each in self.examined.lessons if each.slug == lesson)
        return found.texts[language].file
