"""Examine one module from its files alone: read, check and render everything, noting all problems."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from lms.domain.content.addresses import media_address
from lms.domain.content.assessed_checks import check_assignment, check_repeats
from lms.domain.content.glossary import parse_glossary
from lms.domain.content.lessons import WrittenLesson, read_lessons
from lms.domain.content.markdown import Piece, Renderer
from lms.domain.content.media import MediaFacts, examine_media, recordings
from lms.domain.content.media.pictures import (
    MOST_PIXELS,
    Variant,
    can_be_drawn,
    is_raster,
    smaller,
    without_notes,
)
from lms.domain.content.media.recordings import examine_recording
from lms.domain.content.problems import ProblemList
from lms.domain.content.question_checks import check_keys, check_quiz
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.reading import GLOSSARY, ModuleSource, decode
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.schemas import SLUG, AssignmentFile, ModuleFile
from lms.domain.content.term_checks import check_terms
from lms.domain.content.terms import NO_GLOSSARY, Glossary, Lexicon, Term
from lms.domain.content.text_rendering import render_texts
from lms.domain.content.wordings import WrittenText, check_texts, texts_in
from lms.domain.content.yaml_loading import Located, load_yaml
from lms.foundation.i18n import DEFAULT_LANGUAGE, LANGUAGES

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass
class Examined:
    """A module as it is written, with everything that is wrong with it."""

    source: ModuleSource
    problems: ProblemList
    file: ModuleFile | None = None
    located: Located | None = None
    lessons: list[WrittenLesson] = field(default_factory=list)
    quizzes: dict[str, QuizFile] = field(default_factory=dict)
    assignments: dict[str, AssignmentFile] = field(default_factory=dict)
    media: dict[str, tuple[str, MediaFacts]] = field(default_factory=dict)  # path → sha256 and facts
    shown: dict[str, bytes] = field(default_factory=dict)  # path → what is kept of that file
    texts: list[WrittenText] = field(default_factory=list)
    glossary: Glossary = NO_GLOSSARY
    lexicons: dict[str, Lexicon] = field(default_factory=dict)  # by language
    _sizes: dict[str, list[Variant]] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[str, str, str, Piece]]:
        """Give every rendered piece with its file, its language and its lesson (none in a quiz)."""
        for lesson in self.lessons:
            for language, text in lesson.texts.items():
                for piece in text.pieces:
                    yield text.file, language, lesson.slug, piece
        for written in self.texts:
            for language, pieces in written.pieces.items():
                for piece in pieces:
                    yield written.file, language, "", piece

    def terms_in(self, lesson: WrittenLesson) -> set[str]:
        """Return the keys of the terms that a lesson uses in any of its languages."""
        return {
            each.key
            for language, text in lesson.texts.items()
            for piece in text.pieces
            for each in self.lexicons[language].find(piece.text)
        }

    def terms_used(self) -> list[Term]:
        """Return the terms of the glossary that the lessons use."""
        used = set().union(*(self.terms_in(lesson) for lesson in self.lessons))
        return [term for term in self.glossary.terms if term.key in used]

    def sizes_of(self, path: str) -> list[Variant]:
        """Return a picture in smaller sizes; made when first asked for, for only publishing needs them."""
        if path not in self._sizes:
            self._sizes[path] = smaller(self.shown[path]) if is_raster(path) else []
        return self._sizes[path]

    def address_of(self, path: str) -> tuple[str, MediaFacts]:
        """Return the address of a picture or file, and what it is."""
        sha256, facts = self.media[path]
        return media_address(sha256, path.rpartition(".")[2]), facts


def examine(source: ModuleSource) -> Examined:
    """Examine a module for whoever checks or publishes it."""
    found = Examined(source, ProblemList(source.problems))
    located = _load(found, "module.yaml")
    if "module.yaml" not in source.files:
        found.problems.add(source.name("module.yaml"), 1, "module-file-missing")
    found.file = check_shape(ModuleFile, located, found.problems) if located else None
    found.located = located
    _examine_media(found)
    _examine_glossary(found)
    if found.file is not None and located is not None:
        _check_module(found.file, located, found)
        _check_requirements(found.file, located, found)
    _examine_texts(found)
    return found


def _examine_texts(found: Examined) -> None:
    """Examine lessons, quizzes and assignments, even where module.yaml says nothing usable about them."""
    source, file, renderer = found.source, found.file, Renderer()
    languages: list[str] = (
        list(dict.fromkeys(file.languages)) if file else [each for each in LANGUAGES if source.under(each)]
    )
    base: str = file.base_language if file else DEFAULT_LANGUAGE
    glossary = _glossary(file) if file else {}
    found.lessons = read_lessons(source, languages, base, found.problems, renderer, glossary)
    found.texts += [lesson.title(base) for lesson in found.lessons]
    if file and not any(source.under(language) for language in languages):
        found.problems.add(source.name("module.yaml"), 1, "no-lessons", language=base)
    _examine_assessed(found, languages)
    render_texts(found.texts, languages, found.problems, renderer, glossary)
    for lesson in found.lessons:
        check_terms(lesson, found.glossary, found.lexicons, found.problems)


def _examine_glossary(found: Examined) -> None:
    """Take the terms of the courses around the module, and those that came with it in an export."""
    content, own = found.source.files.get(GLOSSARY), NO_GLOSSARY
    if content is not None:
        own = parse_glossary(content, found.source.name(GLOSSARY), found.problems)
    found.glossary = found.source.glossary.with_own(own)
    found.lexicons = {language: Lexicon(found.glossary.terms, language) for language in LANGUAGES}


def _load(found: Examined, path: str) -> Located | None:
    content = found.source.files.get(path)
    if content is None:
        return None
    name = found.source.name(path)
    text = decode(content, name, found.problems)
    return load_yaml(text, name, found.problems) if text is not None else None


def _examine_media(found: Examined) -> None:
    for path in found.source.under("media"):
        content, name = found.source.files[path], path.rpartition("/")[2]
        look = examine_recording if name.rpartition(".")[2] in recordings.TYPES else examine_media
        facts = look(name, content, found.source.name(path), found.problems)
        if facts and (not is_raster(path) or _can_be_drawn(found, path, facts)):
            shown = without_notes(content)
            if shown != content and is_raster(path):
                facts = examine_media(name, shown, found.source.name(path), found.problems) or facts
            found.shown[path] = shown
            found.media[path] = (hashlib.sha256(shown).hexdigest(), facts)


def _can_be_drawn(found: Examined, path: str, facts: MediaFacts) -> bool:
    name = found.source.name(path)
    if facts.width * facts.height > MOST_PIXELS:
        found.problems.add(name, 1, "picture-too-large", limit=MOST_PIXELS // 1_000_000)
        return False
    if not can_be_drawn(found.source.files[path]):
        found.problems.add(name, 1, "picture-damaged")
        return False
    return True


def _check_module(file: ModuleFile, located: Located, found: Examined) -> None:
    name = located.file
    if file.base_language not in file.languages:
        found.problems.add(name, located.line(("base_language",)), "base-not-offered")
    if not file.sources:
        found.problems.add(name, 1, "no-sources")
    for key in ("languages", "prerequisites", "tags", "requirements", "retired"):
        check_repeats(getattr(file, key), located, (key,), found.problems)
    check_keys(
        [statement.key for statement in file.self_assessment], located, ("self_assessment",), found.problems
    )
    found.texts += texts_in(file, located, "module")
    check_texts(found.texts, file.languages, file.base_language, found.problems)


def _examine_assessed(found: Examined, languages: list[str]) -> None:
    for path in found.source.under("quizzes"):
        if quiz := _examine_yaml(found, path, QuizFile):
            found.quizzes[_slug(path)] = quiz[0]
            check_quiz(*quiz, languages, found.problems)
            _take_texts(found, *quiz, f"quizzes.{_slug(path)}", languages)
    for path in found.source.under("assignments"):
        if assignment := _examine_yaml(found, path, AssignmentFile):
            found.assignments[_slug(path)] = assignment[0]
            check_assignment(*assignment, found.problems)
            _take_texts(found, *assignment, f"assignments.{_slug(path)}", languages)


def _examine_yaml(found: Examined, path: str, schema: type[Shape]) -> tuple[Shape, Located] | None:
    if not path.endswith(".yaml") or not SLUG.fullmatch(_slug(path)):
        found.problems.add(found.source.name(path), 1, "bad-yaml-name")
        return None
    located = _load(found, path)
    entry = check_shape(schema, located, found.problems) if located else None
    return (entry, located) if entry and located else None


def _take_texts(found: Examined, entry: BaseModel, located: Located, name: str, languages: list[str]) -> None:
    written = texts_in(entry, located, name)
    check_texts(written, languages, None, found.problems)
    found.texts += written


def _check_requirements(file: ModuleFile, located: Located, found: Examined) -> None:
    for place, key in enumerate(file.requirements):
        line = located.line(("requirements", place))
        if key in file.retired:
            found.problems.add(located.file, line, "required-and-retired", key=key)
        kind, _, slug = key.partition(":")
        folder = {"quiz": "quizzes", "assignment": "assignments"}.get(kind)
        if folder and f"{folder}/{slug}.yaml" not in found.source.files:
            found.problems.add(located.file, line, "unknown-requirement", key=key)


def _glossary(file: ModuleFile) -> dict[str, dict[str, str]]:
    """Return the module's abbreviations by language."""
    found: dict[str, dict[str, str]] = {}
    for entry in file.glossary:
        for language, short in entry.short.texts.items():
            if long := entry.long.texts.get(language):
                found.setdefault(language, {})[short.strip()] = long.strip()
    return found


def _slug(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[0]
