"""The shipped courses as their tests see them: compiled, in plain words, file by file."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from lms.config import ROOT
from lms.domain.content.collecting import Collection, read_collection
from lms.domain.content.compile import compile_module
from lms.domain.content.compiled import Lesson, Module
from lms.domain.content.examining import Examined, examine
from lms.domain.content.plain_text import FOOTNOTE_TAG, FORMULA_TAG
from lms.domain.content.planning import plan
from lms.domain.content.question_checks import GAP_MARK

COURSES = Path(ROOT / "modules")
GUIDE = "authors-guide"
LANGUAGES = ("lt", "en")
WORD = re.compile(r"\w*[^\W_]\w*")
_VOID = {"img", "br", "hr", "source", "track"}


@dataclass(frozen=True)
class Words:
    """A run of text in one language and its place; `is_cited` where titles and foreign words may be."""

    place: str
    language: str
    text: str
    is_cited: bool = False


@cache
def collection() -> Collection:
    """Return all that lies in the folder of the courses."""
    return read_collection(COURSES)


def slugs() -> list[str]:
    """Return the names of all modules, in the order of their folders."""
    return [source.slug for source in collection().modules]


@cache
def examined(slug: str) -> Examined:
    """Return a module as its files say it."""
    return examine(next(source for source in collection().modules if source.slug == slug))


@cache
def compiled(slug: str) -> Module:
    """Return a module as readers will see it."""
    # Compiling uses up what was examined, so it has a copy of its own.
    source = next(source for source in collection().modules if source.slug == slug)
    return compile_module(plan(examine(source)))


class _Reader(HTMLParser):
    """Gathers what a reader sees of a page, in its language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.parts: list[tuple[str, bool]] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, hidden, cited

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _VOID:
            self.parts.append((" ", False))
            return
        _, was_hidden, was_cited = self._open[-1] if self._open else ("", False, False)
        is_term = given.get("class") == "term-word"
        is_hidden = (
            tag in ("code", "pre", "math")
            or given.get("class") == "term-meaning"
            or given.get("lang", self.language) != self.language
        )
        is_cited = (tag in ("a", "em") and not is_term) or given.get("role") == "doc-endnotes"
        self._open.append((tag, was_hidden or is_hidden, was_cited or is_cited))
        if tag not in ("a", "em", "strong", "span", "sup", "abbr"):
            self.parts.append((" ", False))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag not in ("a", "em", "strong", "span", "sup", "abbr"):
            self.parts.append((" ", False))

    def handle_data(self, data: str) -> None:
        _, is_hidden, is_cited = self._open[-1] if self._open else ("", False, False)
        if not is_hidden:
            self.parts.append((data, is_cited))


def read(html: str, language: str) -> list[tuple[str, bool]]:
    """Return what a reader sees of some HTML; what is cited is marked so."""
    reader = _Reader(language)
    reader.feed(html)
    reader.close()
    runs: list[tuple[str, bool]] = []
    for text, is_cited in reader.parts:
        if runs and runs[-1][1] == is_cited:
            runs[-1] = (runs[-1][0] + text, is_cited)
        else:
            runs.append((text, is_cited))
    return runs


def text_of(html: str, language: str) -> str:
    """Return the words of some HTML as they are read."""
    return " ".join("".join(text for text, _ in read(html, language)).split())


def body(lesson: Lesson, language: str) -> str:
    """Return the words of a lesson without its footnotes."""
    return " ".join(
        text_of(block.texts[language].html, language)
        for block in lesson.blocks
        if block.kind != "footnotes" and language in block.texts
    )


def count_words(text: str) -> int:
    """Return how many words a text has; dashes and signs are none."""
    return len([word for word in text.split() if WORD.search(word)])


def all_words(slug: str) -> Iterator[Words]:
    """Give everything that a module says, in both languages."""
    module = compiled(slug)
    for lesson in module.lessons:
        for language in LANGUAGES:
            place = f"{slug}/{language}/{lesson.slug}"
            yield Words(place, language, lesson.title.get(language, ""))
            for block in lesson.blocks:
                if language in block.texts:
                    for text, is_cited in read(block.texts[language].html, language):
                        yield Words(f"{place}#{block.id}", language, text, is_cited)
    yield from _written(slug)
    yield from _drawings(slug)


def _written(slug: str) -> Iterator[Words]:
    """Give the texts of the YAML files; markdown only as what a reader sees of it."""
    found = examined(slug)
    for written in found.texts:
        if written.path.startswith("lessons."):
            continue
        is_source = written.path.startswith("module.sources.")
        for language, text in written.texts.items():
            if written.is_markdown:
                for piece in written.pieces[language]:
                    said = GAP_MARK.sub(" ", _said(piece.element))
                    yield Words(f"{slug}:{written.path}", language, said)
            else:
                yield Words(f"{slug}:{written.path}", language, text, is_source)


def _said(element: etree.Element) -> str:
    """Return the words of a rendered piece without formulas and code."""
    if element.tag in (FORMULA_TAG, FOOTNOTE_TAG, "code", "pre"):
        return ""
    inner = "".join(_said(child) + (child.tail or "") for child in element)
    space = "" if element.tag in ("a", "em", "strong", "span", "sup", "abbr") else " "
    return f"{space}{element.text or ''}{inner}{space}"


def _drawings(slug: str) -> Iterator[Words]:
    for path, content in examined(slug).source.files.items():
        name = re.fullmatch(r"media/[a-z0-9-]+\.(lt|en)\.svg", path)
        if name:
            text = re.sub(r"<style.*?</style>", " ", content.decode(), flags=re.DOTALL)
            said = "\n".join(each.strip() for each in re.findall(r">([^<>]+)<", text) if each.strip())
            # A long word is parted by hand where a line of the drawing ends.
            yield Words(f"{slug}/{path}", name[1], re.sub(r"(?<=\w)[-\u00ad]\n(?=[^\W\d_A-Z])", "", said))


def words_around() -> Iterator[Words]:
    """Give what stands outside the modules: programmes and the glossary."""
    for programme in collection().programmes:
        for texts in (programme.title, programme.summary, programme.aim):
            for language, text in texts.items():
                yield Words(f"{programme.slug}/programme.yaml", language, text)
    for term in collection().glossary.terms:
        for language, words in term.words.items():
            for text in (words.term, words.meaning):
                yield Words(f"glossary.yaml: {term.key}", language, text)
