"""From words as people write them to what is compared: the one pipeline for every database.

A word is set in lower case, stemmed by its language (Snowball), and only then loses its
diacritics. Who types without diacritics is understood too: the endings that the letters may
stand for are tried, so `zmogiskuju` finds what `žmogiškųjų` would.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from lms.foundation.sorting import fold

# Raised whenever what is written into the index changes, so that it is made anew.
PIPELINE = "1"
LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_]+")
_OWNERS_S = re.compile(r"(?<=\w)['’ʼ]s\b", re.IGNORECASE)
_SHORTEST_STEMMED = 3
# Words whose forms Snowball takes for different ones, by the beginnings that it leaves.
_SAME_STEM = {
    "lt": {
        "duom": "duomen",
        "asm": "asmen",
        "men": "menes",
        "vand": "vanden",
        "ses": "seser",
        "dukt": "dukter",
    },
    "en": {},
}
# „Žmonės“ are many „žmogus“; „žmogiškieji ištekliai“ are another thing.
_PEOPLE = (
    *("žmogus", "žmogaus", "žmogui", "žmogų", "žmogumi", "žmoguje", "žmogau"),
    *("žmonės", "žmonių", "žmonėms", "žmones", "žmonėmis", "žmonėse"),
)
_EXCEPTIONS: dict[str, dict[str, str]] = {
    "lt": {**dict.fromkeys(_PEOPLE, "zmones"), **dict.fromkeys(("metai", "metų", "metams", "metus"), "met")},
    "en": {"people": "person", "persons": "person", "children": "child", "data": "data", "lives": "life"},
}
# Only the ends of words change their stems, and only by these letters.
_END = 8
_MAY_STAND_FOR = {"a": "aą", "c": "cč", "e": "eęė", "i": "iį", "s": "sš", "u": "uųū", "z": "zž"}
_COMMON = frozenset(
    {
        "ir", "o", "bei", "ar", "kad", "su", "į", "iš", "apie", "yra", "kas", "kaip", "kur", "ant", "per",
        "už", "prie", "nuo", "iki", "tai", "the", "a", "an", "of", "and", "or", "in", "to", "for", "is",
        "are", "on", "at", "by", "with", "what", "how", "where",
    }
)  # fmt: skip


class Word(NamedTuple):
    """A word in a text, and where it stands there."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Give the words of a text in lower case, in their order."""
    shown = _OWNERS_S.sub(lambda found: " " * len(found[0]), text)
    for found in _WORD.finditer(shown):
        yield Word(found[0].lower()[:LONGEST_WORD], found.start(), found.end())


def composed(text: str) -> str:
    """Return the text with each letter and its marks as one sign."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """Return a word as it may be typed on any keyboard; other scripts become ASCII names of their letters."""
    folded = fold(word)
    return folded if folded.isascii() and folded.isalnum() else "x" + folded.encode().hex()[:120]


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return what a written word is compared by."""
    if word in _EXCEPTIONS[language]:
        return _EXCEPTIONS[language][word]
    if len(word) < _SHORTEST_STEMMED or not word.isalpha():
        return plain(word)
    found = plain(_stemmer(language).stemWord(word))
    return _SAME_STEM[language].get(found, found)


@lru_cache(maxsize=20_000)
def stems_of_typed(word: str, language: str) -> tuple[str, ...]:
    """Return all that a typed word may be compared by, for it may lack its diacritics."""
    known = _exceptions_typed(language).get(plain(word))
    if known:
        return known
    found = {stem(word, language)}
    if language == "lt" and word.isalpha() and len(word) >= _SHORTEST_STEMMED:
        head, tail = word[:-_END], word[-_END:]
        readings = itertools.product(*(_MAY_STAND_FOR.get(letter, letter) for letter in tail))
        found.update(stem(head + "".join(each), "lt") for each in itertools.islice(readings, 300))
    return tuple(sorted(found))


def is_common(word: str) -> bool:
    """Tell whether a word says so little that it need not occur."""
    return word in _COMMON


@cache
def _exceptions_typed(language: str) -> dict[str, tuple[str, ...]]:
    return {plain(word): (found,) for word, found in _EXCEPTIONS[language].items()}


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415 (its thirty languages are loaded only where something is searched)

    return snowballstemmer.stemmer({"lt": "lithuanian", "en": "english"}[language])
