"""Finding people's names in a text, in every Lithuanian case, with or without diacritics. Pure.

All forms of each name are made by its declension and compared as they are typed: what looks like
a name by its letters only, „rasos“ of a Rasa, counts as one where it has a capital letter, is long, or
stands beside another of these names.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lms.foundation.sorting import fold

_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset({"dr", "doc", "prof", "habil", "mgr", "phd", "mr", "mrs", "ms", "ponas", "ponia"})
_BEFORE_NAME = re.compile(
    r"(?:\b(?:doc|prof|dr|habil|p|gerb|ponas|pono|ponui|poną|ponia|ponios|poniai|ponią|pone|ponei|Mr|Mrs|Ms)"
    r"\b\.?\s+|(?-i:\b[A-ZĄČĘĖĮŠŲŪŽÅÆØ]\.)\s*)+$",
    re.IGNORECASE,
)
_MASCULINE = "as o ui ą u e ai uje ų ams us ais uose"
_SOFT = "io iui į iu yje iai ių iams ius iais iuose"
_DECLENSIONS = (  # by the ending of the name as it is written in lists
    ("ius", "ius iaus iui ių iumi iuje iau iai iams iais iuose"),
    ("us", "us aus ui ų umi uje au ūs ums umis uose"),
    ("jas", "jas jo jui ją ju je jau jai jų jams jus jais juose"),
    ("as", _MASCULINE),
    ("is", f"is i {_SOFT}"),
    ("ys", f"ys y {_SOFT}"),
    ("ė", "ė ės ei ę e ėje ių ėms es ėmis ėse"),
    ("e", "e es ei ę ėje"),
    ("a", "a os ai ą oje ų oms as omis ose"),
)
_OF_FOREIGN = f"{_MASCULINE} is {_SOFT} s"
_VOWELS = frozenset("aeiouyąęėįųū")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/])\+?\(?\d[\d ()\u00a0-]{6,}\d(?!\w)")
_HARDLY_A_WORD = 6  # letters; so long a form of a name is seldom a word that means something else
# What follows a sum or a count, and never a telephone number.
_COUNTED = re.compile(
    r"[\s\u00a0]*(?:€|%|(?:eur|euro|eurų|eurai|nok|kr|proc|gyventojų|gyventojai|žmonių|people|inhabitants)\b)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}[-–]\d{4}")


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name, a mail address or a telephone number in a text, from one letter to another."""

    begin: int
    end: int
    text: str


def forms_of(name: str) -> frozenset[str]:
    """Return all forms of one word of a name, folded, for comparing."""
    lowered = name.lower()
    found = {lowered}
    for ending, endings in _DECLENSIONS:
        if lowered.endswith(ending) and len(lowered) > len(ending) + 1:
            found |= _with_endings(lowered[: -len(ending)], endings)
            break
    else:
        if lowered[-1:] not in _VOWELS:
            found |= _with_endings(lowered, _OF_FOREIGN)
    return frozenset(map(fold, found))


def _with_endings(base: str, endings: str) -> set[str]:
    return {_joined(base, ending) for ending in endings.split()}


def _joined(base: str, ending: str) -> str:
    """Before i and a vowel, t becomes č, and d becomes dž: Kęstutis, Kęstučio."""
    if ending[:1] == "i" and ending[1:2] in _VOWELS:
        if base.endswith("t"):
            return f"{base[:-1]}č{ending}"
        if base.endswith("d"):
            return f"{base[:-1]}dž{ending}"
    return base + ending


def find_names(text: str, people: Iterable[str]) -> list[NameFound]:
    """Return where a text names one of these people, or gives a mail address or telephone number."""
    spans = [*_names_in(text, _forms_of_all(people)), *_contacts_in(text)]
    found: list[NameFound] = []
    for begin, end in sorted(spans):
        if found and begin < found[-1].end:  # a name within a mail address, say: all of it goes
            begin, end = found[-1].begin, max(end, found.pop().end)
        found.append(NameFound(begin, end, text[begin:end]))
    return found


def remove_names(text: str, people: Iterable[str], instead: str) -> str:
    """Return the text with a mark in the place of everything that tells who somebody is."""
    pieces, place = [], 0
    for found in find_names(text, people):
        pieces += [text[place : found.begin], instead]
        place = found.end
    return "".join([*pieces, text[place:]])


def _forms_of_all(people: Iterable[str]) -> frozenset[str]:
    words = (word for person in people for word in _WORD.findall(person))
    return frozenset(
        form for word in words if len(word) > 1 and fold(word) not in _TITLES for form in forms_of(word)
    )


def _names_in(text: str, forms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Give runs of words that are names; a short one alone in small letters may be any word."""
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text), None]:
        if word is not None and fold(word.group()) in forms and _goes_on(text, run, word):
            run.append(word)
            continue
        if run and _is_name(run):
            yield _span(text, run)
        run = [word] if word is not None and fold(word.group()) in forms else []


def _goes_on(text: str, run: list[re.Match[str]], word: re.Match[str]) -> bool:
    return not run or bool(re.fullmatch(r"[ \u00a0-]+", text[run[-1].end() : word.start()]))


def _is_name(run: list[re.Match[str]]) -> bool:
    first = run[0].group()
    return len(run) > 1 or first[:1].isupper() or len(first) >= _HARDLY_A_WORD


def _span(text: str, run: list[re.Match[str]]) -> tuple[int, int]:
    titles = _BEFORE_NAME.search(text, max(0, run[0].start() - 40), run[0].start())
    return (titles or run[0]).start(), run[-1].end()


def _contacts_in(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_EMAIL, _PHONE):
        for found in pattern.finditer(text):
            is_counted = not found.group().startswith("+") and _COUNTED.match(text, found.end())
            if not is_counted and not _DATE.fullmatch(found.group().strip()):
                yield found.span()
