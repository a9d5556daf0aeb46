"""What makes of a letter a question or an answer for all, and what is asked of both. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from lms.domain.faq import names

PROPOSED, PUBLISHED, WITHDRAWN = "proposed", "published", "withdrawn"
LONGEST_QUESTION, LONGEST_ANSWER = 2_000, 10_000
# What stands where a name was, until the author has found other words.
NAME_MARKS = {"lt": "[vardas]", "en": "[name]"}

_ADDRESSED = (
    r"(?:\[vardas\]|\[name\]|visi|kolegos|gerbiam\w+|miel(?:as|a|i|os|asis|oji|ieji)|lektor\w*|rengėj\w*|"
    r"all|everyone|colleagues?|there|team|author|sir|madam|or)(?!\w)"
)
_GREETING = re.compile(
    # Some words greet wherever they stand first, the others only where somebody is greeted by them.
    rf"\s*(?:(?:lab(?:a|as|ą)\s+(?:dien|ryt|vakar)\w+|labas|sveiki|hello|hi|good\s+(?:morning|afternoon|evening|day))\b"
    rf"(?:[\s,]*{_ADDRESSED})*|(?:sveikas|sveika|dear|gerb\.|{_ADDRESSED})(?:[\s,]*{_ADDRESSED})*(?=\s*(?:[,!]|$)))"
    r"\s*[,!.–-]*\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:(?:nuoširdžiai|pagarbiai|su pagarba|su (?:geriausiais )?linkėjimais|linkėjimai|gražios dienos|"
    r"geros dienos|(?:with )?(?:best|kind|warm) (?:regards|wishes)|regards|sincerely|yours(?: \w+)?|"
    r"all the best|have a (?:nice|good) day)\b[^?]{0,60}"
    r"|(?:iš anksto |labai )?(?:ačiū|dėkoju|dėkui|many thanks|thanks|thank you)(?: \S+){0,4}[ !.,]*)",
    re.IGNORECASE,
)
_LINES_OF_SIGNATURE = 5


def as_question(text: str, people: Iterable[str], language: str) -> str:
    """Return what somebody wrote to one person as a text for all: no greeting, signature or name."""
    mark = NAME_MARKS[language]
    bare = names.remove_names(text.strip(), people, mark)
    return _capital(_without_signature(_without_greeting(bare), mark).strip()) if bare else ""


def _without_greeting(text: str) -> str:
    while (greeting := _GREETING.match(text)) and greeting.end():
        text = text[greeting.end() :]
    return text


def _without_signature(text: str, mark: str) -> str:
    lines = text.rstrip().split("\n")
    for place in range(max(1, len(lines) - _LINES_OF_SIGNATURE), len(lines)):
        if _CLOSING.fullmatch(lines[place]):
            lines = lines[:place]
            break
    while len(lines) > 1 and (not lines[-1].strip(" -–,") or lines[-1].strip(" -–,.!") == mark):
        lines.pop()
    return "\n".join(lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def missing_languages(
    question: Mapping[str, str], answer: Mapping[str, str], languages: Iterable[str]
) -> list[str]:
    """Return the languages of the module in which the question or its answer is still to be written."""
    return [each for each in languages if not (question.get(each) and answer.get(each))]


def written_languages(question: Mapping[str, str], answer: Mapping[str, str]) -> list[str]:
    """Return the languages in which both the question and its answer have words."""
    return [each for each in question if question[each].strip() and answer.get(each, "").strip()]


Texts = Mapping[str, str]


def untouched_language(before: tuple[Texts, Texts], after: tuple[Texts, Texts]) -> str | None:
    """Return the language that was left as it was while the other one changed; None where both did."""
    in_both = [each for each in after[0] if each in before[0]]
    same = [
        each
        for each in in_both
        if all(then.get(each) == now.get(each) for then, now in zip(before, after, strict=True))
    ]
    return same[0] if len(in_both) > 1 and len(same) == 1 else None


def state_mark(changed_at: datetime) -> str:
    """Return what tells one state of an entry from another, for the form that shows it."""
    return changed_at.isoformat()


def names_left(texts: Iterable[str], people: Iterable[str]) -> list[str]:
    """Return the words that still tell who somebody is, each once, for the author to look at."""
    people = list(people)
    found = {each.text: None for text in texts for each in names.find_names(text, people)}
    return list(found)


def marks_left(texts: Iterable[str]) -> list[str]:
    """Return the marks that still stand where names were."""
    whole = "\n".join(texts)
    return [mark for mark in NAME_MARKS.values() if mark in whole]
