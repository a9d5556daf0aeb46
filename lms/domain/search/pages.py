"""What the index holds of a page: its title, and its pieces with their stems. Pure.

A piece is what a hit can point at: a block of a lesson, or a paragraph of anything else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lms.domain.content import topics
from lms.domain.content.compiled import Block, ExplainedTerm, Lesson, Module
from lms.domain.faq.queries import Answered
from lms.domain.search import matching
from lms.foundation import stemming
from lms.foundation.i18n import LANGUAGES

PROGRAMME, MODULE, LESSON, TERM, NEWS, HELP = "programme", "module", "lesson", "term", "news", "help"
KINDS = (PROGRAMME, MODULE, LESSON, TERM, NEWS, HELP)
# A word that stands so often in a page is what the page is about.
OFTEN = 5
_SILENT = frozenset({"code", "math"})
_PARAGRAPHS = re.compile(r"\n\s*\n")
# Marks of markdown that are no words: what stands in brackets after a link, signs of headings and lists.
_MARKUP = re.compile(r"\]\([^)\s]*\)|^[#>\s]+|[*_`\[\]|]|^\s*[-+]\s", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page: the id of its block, or nothing, and its words."""

    block: str
    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one language, as it goes into the index."""

    page: str
    kind: str
    language: str
    slug: str
    title: str
    pieces: tuple[Piece, ...]
    place: int = 0
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stemmed:
    """What is compared: stems by part of the page, the stems of each piece, the words of phrases in runs."""

    parts: Mapping[str, list[str]]
    pieces: tuple[str, ...]
    runs: tuple[list[str], ...]
    written: Mapping[str, str] = field(default_factory=dict)


def of_module(module: Module, answers: Sequence[Answered] = ()) -> list[Page]:
    """Return the page of a module and those of its lessons, in each of its languages.

    A question that was answered for all is found with its lesson, at its block.
    """
    found = []
    for language in module.languages:
        if language in module.title:
            found.append(_module(module, language))
        found += [
            _lesson(module, lesson, place, language, answers)
            for place, lesson in enumerate(module.lessons)
            if language in lesson.languages()
        ]
        found += [_term(term, language) for term in module.terms if term.words.get(language)]
    return found


def _module(module: Module, language: str) -> Page:
    texts = [module.summary, module.aim, *module.outcomes]
    titles = [each.title for each in module.lessons]
    titles += [each.title for each in module.quizzes] + [each.title for each in module.assignments]
    pieces = [Piece("", text[language]) for text in texts if text.get(language)]
    # Whoever looks for a topic may name it in either language.
    pieces += [
        Piece("", topics.title(slug, each), is_heading=True) for slug in module.tags for each in LANGUAGES
    ]
    pieces += [Piece("", title[language]) for title in titles if title.get(language)]
    return Page(
        f"module:{module.slug}", MODULE, language, module.slug, module.title[language], tuple(pieces),
        topics=module.tags,
    )  # fmt: skip


def _lesson(module: Module, lesson: Lesson, place: int, language: str, answers: Sequence[Answered]) -> Page:
    of_lesson = [each for each in answers if each.lesson == lesson.slug]
    pieces = (*_blocks(lesson.blocks, language), *_answers(of_lesson, lesson, language))
    title = lesson.title.get(language) or next(iter(lesson.title.values()))
    page = f"lesson:{module.slug}/{lesson.slug}"
    return Page(page, LESSON, language, lesson.slug, title, pieces, place, module.tags)


def _term(term: ExplainedTerm, language: str) -> Page:
    """A term is one page, however many modules explain it."""
    meaning = stemming.composed(term.meanings.get(language, ""))
    pieces = (Piece("", meaning),) if meaning else ()
    return Page(f"term:{term.key}", TERM, language, term.key, term.words[language], pieces)


def _blocks(blocks: Iterable[Block], language: str) -> Iterator[Piece]:
    for block in blocks:
        text = block.texts.get(language)
        if text is not None and text.text and block.kind not in _SILENT:
            yield Piece(block.id, stemming.composed(text.text), block.kind == "heading")


def _answers(answers: Iterable[Answered], lesson: Lesson, language: str) -> Iterator[Piece]:
    for each in answers:
        block = each.block if each.block and lesson.block(each.block) else ""
        texts = [text for text in (each.question.get(language), each.answer.get(language)) if text]
        for piece in _paragraphs("\n\n".join(texts)):
            yield Piece(block, piece.text)


def of_texts(
    page: str, kind: str, slug: str, title: Mapping[str, str], text: Mapping[str, str]
) -> list[Page]:
    """Return a page that was written as one text in each language: news, help, the words of a programme."""
    return [
        Page(page, kind, language, slug, title[language], tuple(_paragraphs(text.get(language, ""))))
        for language in LANGUAGES
        if title.get(language)
    ]


def _paragraphs(text: str) -> Iterator[Piece]:
    for paragraph in _PARAGRAPHS.split(stemming.composed(text)):
        plain = " ".join(_MARKUP.sub(" ", paragraph).split())
        if plain:
            yield Piece("", plain, is_heading=paragraph.lstrip().startswith("#"))


def stemmed(page: Page) -> Stemmed:
    """Return what of a page is compared with what somebody looks for."""
    counts: Counter[str] = Counter()
    headings: dict[str, None] = {}
    written: dict[str, str] = {}
    pieces: list[str] = []
    runs: list[list[str]] = []
    title = _stems(page.title, page.language, written, runs)
    for piece in page.pieces:
        stems = _stems(piece.text, page.language, written, runs)
        counts.update(stems)
        pieces.append(" ".join(dict.fromkeys(stems)))
        if piece.is_heading:
            headings.update(dict.fromkeys(stems))
    parts = {
        "title": list(dict.fromkeys(title)),
        "headings": list(headings),
        "often": [stem for stem, count in counts.items() if count >= OFTEN],
        "body": list(counts),
    }
    tokens = {part: [matching.token(stem, page.language) for stem in stems] for part, stems in parts.items()}
    tokens["body"] += [matching.topic_token(topic) for topic in page.topics]
    return Stemmed(tokens, tuple(pieces), tuple(runs), written)


def _stems(text: str, language: str, written: dict[str, str], runs: list[list[str]]) -> list[str]:
    stems, run = [], []
    for word in stemming.words(text):
        stems.append(stemming.stem(word.text, language))
        plain = stemming.plain(word.text)
        run.append(plain)
        written.setdefault(plain, word.text)
    runs.append(run)
    return stems
