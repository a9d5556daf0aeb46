"""No avoided word, right quotation marks, and spelling by dictionary with exceptions that people review."""

import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

from lms.config import ROOT
from lms.foundation.sorting import sort_key
from tests.content import shipped
from tests.content.shipped import LANGUAGES, Words

HERE = Path(ROOT / "tests" / "content")
DICTIONARIES = {"lt": "lt_LT", "en": "en_GB"}
HOW_TO_GET_THEM = (
    "spelling needs hunspell. On Debian and Ubuntu: apt-get install hunspell hunspell-lt hunspell-en-gb"
)
_LETTERS = re.compile(r"(?<![\w.])[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_IN_QUOTES = re.compile(r"„[^„“]{1,60}“|“[^“”]{1,60}”")
_SPEECH = re.compile(r"„[^“]*“")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\b[\w.-]+\.(?:lt|no|eu|org|com|net)\b\S*")
EVERYTHING = [*shipped.slugs(), ""]


def words_of(slug: str) -> list[Words]:
    """The words of a module, or with no name those of the programmes and the glossary."""
    return list(shipped.all_words(slug) if slug else shipped.words_around())


@cache
def _lines() -> list[tuple[str, str]]:
    lines = (HERE / "avoided.txt").read_text(encoding="utf-8").splitlines()
    return [
        (kind, rest) for kind, _, rest in (line.partition(": ") for line in lines) if rest and kind[0] != "#"
    ]


@cache
def avoided() -> list[tuple[str, re.Pattern[str], str]]:
    rows = []
    for language, rest in _lines():
        if language != "in":
            pattern, _, instead = rest.partition("→")
            flags = re.IGNORECASE if pattern.strip().islower() else 0
            rows.append(
                (language, re.compile(rf"(?<!\w)(?:{pattern.strip()})(?!\w)", flags), instead.strip())
            )
    return rows


def faults_in(words: Words) -> list[str]:
    """What a language inspector would underline in a text."""
    is_about_them = any(fnmatch(words.place, f"{place}*") for kind, place in _lines() if kind == "in")
    if words.is_cited or is_about_them:
        return []
    text = words.text.replace("\u00a0", " ")
    told = {"": _IN_QUOTES.sub("„“", text), "~": _SPEECH.sub("„“", text)}
    return [
        f"{words.place}: “{found.group()}” → {instead}"
        for language, pattern, instead in avoided()
        if language.strip("~") == words.language
        for found in pattern.finditer(told[language[2:]])
    ]


@pytest.mark.parametrize("slug", EVERYTHING)
def test_no_avoided_word_is_used(slug: str) -> None:
    assert [fault for words in words_of(slug) for fault in faults_in(words)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("lt", "Vartotojams tai patogu."),
        ("lt", "Sekantį modulį"),
        ("lt", "Failą patalpinkite čia"),
        ("lt", "savalaikiai"),
        ("lt", "20/11/2026"),
        ("lt", "75% gyventojų"),
        ("lt", "NKM lėšos"),
        ("lt", "tai veikia neįgaliuosius"),
        ("lt", "rašykite tu"),
        ("en", "services for the elderly"),
        ("lt", "2026 m. Lapkričio 3 d."),
    ],
)
def test_the_patterns_catch(language: str, text: str) -> None:
    assert len(faults_in(Words("here", language, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Pirmiau sakydavo „neįgalieji“, dabar – asmenys su negalia.",
        "patalpos, turtas, kituose; sekti; statyti",
    ],
)
def test_the_patterns_leave_alone_what_is_right(text: str) -> None:
    assert faults_in(Words("here", "lt", text)) == []


@pytest.mark.parametrize("slug", shipped.slugs())
def test_lithuanian_has_lithuanian_quotation_marks_and_dashes(slug: str) -> None:
    for lesson in shipped.compiled(slug).lessons:
        for block in lesson.blocks:
            if "lt" not in block.texts:
                continue
            text = shipped.text_of(block.texts["lt"].html, "lt")
            place = (slug, lesson.slug, text[:80])
            assert not re.search(r"[\"”]", text), place
            assert text.count("„") == text.count("“"), place
            assert not re.search(r"\w - \w|--", text), place


@cache
def known(language: str) -> frozenset[str]:
    """The exceptions: words that are right although no dictionary knows them."""
    lines = (HERE / f"words.{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines)


@cache
def misspelt(language: str, words: frozenset[str]) -> frozenset[str]:
    done = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(done.stdout.split())


@cache
def can_spell() -> bool:
    if not shutil.which("hunspell"):
        return False
    tried = [
        subprocess.run(["hunspell", "-d", name, "-l"], input="", capture_output=True, text=True, check=False)
        for name in DICTIONARIES.values()
    ]
    return all(done.returncode == 0 for done in tried)


def _as_spelt(text: str) -> list[str]:
    plain = _ADDRESS.sub(" ", text).replace("’", "'").replace("\u00ad", "")
    return [word.strip("'") for word in _LETTERS.findall(plain)]


def _needs_no_dictionary(word: str) -> bool:
    return len(word) == 1 or (word.isupper() and len(word) <= 5)


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.removesuffix("'s") for word in words)


def unknown_words(slug: str) -> list[tuple[str, str, str]]:
    """Language, word and place of what no dictionary knows; exceptions are not looked at yet."""
    used: dict[str, dict[str, list[Words]]] = {language: defaultdict(list) for language in LANGUAGES}
    for words in words_of(slug):
        for word in _as_spelt(words.text):
            if not _needs_no_dictionary(word):
                used[words.language][word].append(words)
    found = []
    for language, other in (("lt", "en"), ("en", "lt")):
        wrong = misspelt(language, frozenset(used[language]))
        foreign = _stems(wrong) - misspelt(other, _stems(wrong))
        for word in sorted(wrong & used[language].keys(), key=sort_key):
            stem, places = word.removesuffix("'s"), used[language][word]
            # What is kept as right in Lithuanian (names, above all) is right within English too.
            is_foreign = stem in foreign or (other == "lt" and {word, stem} & known(other))
            # Names, titles of publications, and words of the other language in emphasis, links or notes.
            if not (is_foreign and (word[0].isupper() or all(place.is_cited for place in places))):
                found.append((language, word, places[0].place))
    return found


def allowed_as(word: str) -> set[str]:
    """How an exception for that word may stand in the list."""
    stem = word.removesuffix("'s")
    forms = {word, stem, word.replace("'", "’")}
    return forms | {form.lower() for form in forms} | {form[0].upper() + form[1:] for form in forms}


@pytest.mark.parametrize("slug", EVERYTHING)
def test_spelling(slug: str) -> None:
    if not can_spell():
        pytest.skip(HOW_TO_GET_THEM)
    unknown = [
        f"{place}: {word}"
        for language, word, place in unknown_words(slug)
        if not allowed_as(word) & known(language)
    ]
    assert unknown == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exceptions_are_in_order(language: str) -> None:
    """To put them in order and drop what no text needs: python -m tests.content.sort_words"""
    lines = (HERE / f"words.{language}.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines), key=lambda word: (sort_key(word), word))
    assert all(line and line == line.strip() for line in lines)


def test_terms_are_spelt_in_one_way() -> None:
    """A term that differs from another only in its capitals would be explained in one of them only."""
    seen: dict[str, set[str]] = defaultdict(set)
    for term in shipped.collection().glossary.terms:
        for language, words in term.words.items():
            seen[f"{language}:{words.term.lower()}"].add(words.term)
    assert [each for each in seen.values() if len(each) > 1] == []
