"""A question to the index as an expression, and the same expression as each database writes it. Pure.

Words are compared by their stems, which carry their language; phrases by the words as they stand.
Every piece of an expression is made of ASCII letters and digits: nothing that was typed can be anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.domain.search.asking import Asked
from lms.foundation import stemming
from lms.foundation.i18n import LANGUAGES

ANYWHERE = ("title", "headings", "often", "body")
TITLE, HEADINGS, OFTEN = ("title",), ("title", "headings"), ("title", "headings", "often")
# PostgreSQL's index does not know where in a page a stem stands, unless a word of its own says so.
PREFIXES = {TITLE: "t_", HEADINGS: "h_", OFTEN: "o_"}


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem somewhere in these parts of a page."""

    token: str
    parts: tuple[str, ...] = ANYWHERE


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """All of these."""

    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these."""

    of: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """This, but none of those."""

    wanted: "Expression"
    unwanted: tuple["Expression", ...]


Expression = Stem | Phrase | Both | Either | Without


def token(stem: str, language: str) -> str:
    """Return how a stem of that language stands in the index."""
    return f"{language}_{stem}"


def topic_token(slug: str) -> str:
    """Return how a topic stands in the index."""
    return "topic_" + "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in slug)


def expression(asked: Asked, topic: str = "") -> Expression | None:
    """Return what finds the pages that are asked for; None where nothing is."""
    wanted = [*_words(asked.words, ANYWHERE), *map(_phrase, asked.phrases)]
    if topic:
        wanted.append(Stem(topic_token(topic), ("body",)))
    if not wanted:
        return None
    found: Expression = Both(tuple(wanted))
    unwanted = [_phrase(each) if len(each) > 1 else _any_form(each[0], ANYWHERE) for each in asked.without]
    return Without(found, tuple(unwanted)) if unwanted else found


def in_parts(asked: Asked, parts: tuple[str, ...]) -> Expression | None:
    """Return what finds the pages that have all the words in these parts, to put them first."""
    return Both(tuple(_words(asked.all_words, parts))) if asked.all_words else None


def _words(words: Iterable[str], parts: tuple[str, ...]) -> list[Expression]:
    """All words in one language, or all of them in the other: a page has only one."""
    words = list(words)
    if not words:
        return []
    return [
        Either(tuple(Both(tuple(_in_language(word, each, parts) for word in words)) for each in LANGUAGES))
    ]


def _any_form(word: str, parts: tuple[str, ...]) -> Expression:
    return Either(tuple(_in_language(word, language, parts) for language in LANGUAGES))


def _in_language(word: str, language: str, parts: tuple[str, ...]) -> Expression:
    stems = stemming.stems_of_typed(word, language)
    return Either(tuple(Stem(token(stem, language), parts) for stem in stems))


def _phrase(words: tuple[str, ...]) -> Expression:
    return Phrase(tuple(stemming.plain(word) for word in words))


def for_sqlite(found: Expression) -> str:
    """Return the expression in the language of FTS5."""
    if isinstance(found, Stem):
        return f'{{{" ".join(found.parts)}}} : "{found.token}"'
    if isinstance(found, Phrase):
        return f'phrases : "{" ".join(found.words)}"'
    if isinstance(found, Without):
        return f"({for_sqlite(found.wanted)}) NOT ({' OR '.join(map(for_sqlite, found.unwanted))})"
    joint = " AND " if isinstance(found, Both) else " OR "
    return f"({joint.join(map(for_sqlite, found.of))})"


def for_postgresql(found: Expression) -> str:
    """Return the expression in the language of tsquery."""
    if isinstance(found, Stem):
        return f"'{PREFIXES.get(found.parts, '')}{found.token}'"
    if isinstance(found, Phrase):
        return "(" + " <-> ".join(f"'w_{word}'" for word in found.words) + ")"
    if isinstance(found, Without):
        unwanted = " | ".join(map(for_postgresql, found.unwanted))
        return f"({for_postgresql(found.wanted)}) & !({unwanted})"
    joint = " & " if isinstance(found, Both) else " | "
    return f"({joint.join(map(for_postgresql, found.of))})"
