"""The terms of the courses, and where they occur in running text, however they are inflected there.

A word of a Lithuanian term is known by what is left without its ending, and by any
of the language's endings behind that. This is stricter than a stem: „veikėjų“ is a
form of „veikėjas“, „veikia“ is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product

_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s\u00a0\u202f]+|[-\u2010\u2011]")
_NOUNS = (
    "as is ys us ius a ia ė i o io aus iaus os ios ės ies ens ui iui ai iai ei ą į ų ę ią ių u iu e imi"
    " umi iumi yje uje iuje oje ioje ėje ūs es ams iams ims ums iums ėms oms ioms ias ais iais imis umis"
    " iumis ėmis omis iomis uose iuose yse ose iose ėse"
)
_ADJECTIVES = (
    "am iam ame iame iems asis ysis usis ojo iojo ajam iajam ąjį įjį uoju iuoju ajame iajame ieji ųjų iųjų"
    " iesiems uosius iuosius aisiais iaisiais uosiuose iuosiuose oji ioji osios iosios ajai iajai ąją iąją"
    " ąja iąja ojoje iojoje osioms iosioms ąsias iąsias osiomis iosiomis osiose iosiose"
)
_REFLEXIVE = "asis osi uisi ąsi usi esi aisi ųsi amsi iesi uosi"
_GENITIVE = re.compile(r"(?:[^ju]o|ų|aus|ies|ens)$")  # but not „viešojo“, which an adjective might be
_ENDINGS = frozenset(f"{_NOUNS} {_ADJECTIVES}".split())
_REFLEXIVE_ENDINGS = frozenset(_REFLEXIVE.split())
_LONGEST_ENDING = max(map(len, _ENDINGS))
_SHORTEST_BASE = 2


@dataclass(frozen=True)
class TermWords:
    """A term in one language: in its base form, what it means, and forms that follow no rule."""

    term: str
    meaning: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A term of the courses, in both languages."""

    key: str
    words: dict[str, TermWords] = field(hash=False)


@dataclass(frozen=True)
class Glossary:
    """All terms that a collection of courses explains; `digest` changes with anything in its file."""

    terms: tuple[Term, ...] = ()
    digest: str = ""

    def with_own(self, own: "Glossary") -> "Glossary":
        """Return these terms and, behind them, a module's own where the key is not taken."""
        taken = {term.key for term in self.terms}
        return Glossary(self.terms + tuple(term for term in own.terms if term.key not in taken))


@dataclass(frozen=True)
class Found:
    """A term in a text, from one letter to another."""

    key: str
    begin: int
    end: int


NO_GLOSSARY = Glossary()


_Pattern = tuple[tuple[frozenset[str], ...], str]  # what each word may be known by, and the term's key


class Lexicon:
    """Finds the terms of one language in text of that language."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self._shapes = _SHAPES[language]
        self._single: dict[str, list[_Pattern]] = {}
        self._longer: dict[tuple[str, str], list[_Pattern]] = {}  # by what its first two words are known by
        for term in terms:
            words = term.words[language]
            for form in (words.term, *words.forms):
                self._take(term.key, form, language)

    def _take(self, key: str, form: str, language: str) -> None:
        *modifiers, head = _WORD.findall(form) or [""]
        known = (*(_MODIFIED_BY[language](word) for word in modifiers), _KNOWN_BY[language](head))
        for first in known[0]:
            if len(known) == 1:
                self._single.setdefault(first, []).append((known, key))
            else:
                for second in known[1]:
                    self._longer.setdefault((first, second), []).append((known, key))

    def find(self, text: str) -> list[Found]:
        """Return the terms that stand in a text, each letter belonging to one of them at most."""
        return list(self._walk(text, is_overlapping=False))

    def all_in(self, text: str) -> set[str]:
        """Return the keys of all terms that stand in a text, also within longer ones."""
        return {found.key for found in self._walk(text, is_overlapping=True)}

    def _walk(self, text: str, *, is_overlapping: bool) -> Iterator[Found]:
        words = list(_WORD.finditer(text)) if self._single or self._longer else []
        place = 0
        while place < len(words):
            matches = list(self._matches(text, words, place))
            yield from (found for found, _ in (matches if is_overlapping else matches[:1]))
            place += matches[0][1] if matches and not is_overlapping else 1

    def _matches(self, text: str, words: list[re.Match[str]], place: int) -> Iterator[tuple[Found, int]]:
        """Give the terms that begin with that word, and how many words they take.

        The longest comes first: „socialinis klasteris“ is not a „klasteris“ with a word before it.
        """
        seen = set()
        for pattern, key in sorted(
            self._candidates(words, place), key=lambda found: (-len(found[0]), found[1])
        ):
            last = place + len(pattern) - 1
            if key in seen or last >= len(words) or not self._fits(text, words[place : last + 1], pattern):
                continue
            begin, end = words[place].start(), words[last].end()
            if _stands_alone(text, begin, end):
                seen.add(key)
                yield Found(key, begin, end), len(pattern)

    def _candidates(self, words: list[re.Match[str]], place: int) -> Iterator[_Pattern]:
        firsts = self._shapes(words[place].group())
        for first in firsts:
            yield from self._single.get(first, ())
        if self._longer and place + 1 < len(words):
            seconds = self._shapes(words[place + 1].group())
            for pair in product(firsts, seconds):
                yield from self._longer.get(pair, ())

    def _fits(self, text: str, words: list[re.Match[str]], pattern: tuple[frozenset[str], ...]) -> bool:
        for before, after in pairwise(words):
            if not _BETWEEN.fullmatch(text, before.end(), after.start()):
                return False
        return all(known & self._shapes(word.group()) for word, known in zip(words, pattern, strict=True))


def has_words(text: str) -> bool:
    """Tell whether a term has anything by which it could be found."""
    return bool(_WORD.search(text))


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Tell whether no compound word, address or file name goes on around those letters."""
    before, after = text[begin - 1 : begin], text[end : end + 2]
    if before and before in "-\u2010\u2011@/_.\\" and text[begin - 2 : begin - 1].strip():
        return before == "." and not text[begin - 2 : begin - 1].isalnum()
    if after[:1] in ("-", "\u2010", "\u2011", "@", "/", "_", "\\", "."):
        return not after[1:].isalnum()
    return True


@lru_cache(maxsize=50_000)
def _lithuanian_shapes(word: str) -> frozenset[str]:
    """Return all that a word may be known by: as it stands, and without each ending it might have."""
    lowered = word.lower()
    shapes = {f"={lowered}", f"=={word}"}
    for at in range(max(_SHORTEST_BASE, len(lowered) - _LONGEST_ENDING), len(lowered)):
        base, ending = lowered[:at], lowered[at:]
        if ending in _ENDINGS:
            shapes.update((base, _hard(base)))
        if ending in _REFLEXIVE_ENDINGS:
            shapes.add(f"~{base}")
    return frozenset(shapes)


def _hard(base: str) -> str:
    """Before some endings t becomes č, and d becomes dž."""
    if base.endswith("č"):
        return base[:-1] + "t"
    return base[:-1] if base.endswith("dž") else base


def _lithuanian_modifier(word: str) -> frozenset[str]:
    """A noun in the genitive stays as it is: „verslo klasteriui“, never „verslui klasteris“."""
    return frozenset({f"={word.lower()}"}) if _GENITIVE.search(word) else _lithuanian_base(word)


def _lithuanian_base(word: str) -> frozenset[str]:
    if _is_abbreviation(word):
        return frozenset({f"=={word}"})
    lowered = word.lower()
    if lowered.endswith(("imasis", "ymasis")):
        return frozenset({f"~{lowered[:-4]}"})
    if lowered.endswith("uo"):
        return frozenset({f"={lowered}", f"={lowered[:-2]}ens", f"{lowered[:-2]}en"})
    for length in range(min(_LONGEST_ENDING, len(lowered) - _SHORTEST_BASE), 0, -1):
        if lowered[-length:] in _ENDINGS:
            return frozenset({_hard(lowered[:-length]), f"={lowered}"})
    return frozenset({f"={lowered}"})


@lru_cache(maxsize=50_000)
def _english_shapes(word: str) -> frozenset[str]:
    shapes = {_singular(word.lower()), f"=={word}"}
    if word.endswith("s") and _is_abbreviation(word[:-1]):
        shapes.add(f"=={word[:-1]}")
    return frozenset(shapes)


def _english_base(word: str) -> frozenset[str]:
    return frozenset({f"=={word}"}) if _is_abbreviation(word) else frozenset({_singular(word.lower())})


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()


_SHAPES = {"lt": _lithuanian_shapes, "en": _english_shapes}
_KNOWN_BY = {"lt": _lithuanian_base, "en": _english_base}
_MODIFIED_BY = {"lt": _lithuanian_modifier, "en": _english_base}
