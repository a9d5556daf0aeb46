"""What stands between the braces of a GIFT question."""

import re
from collections.abc import Iterator
from decimal import Decimal

from lms.domain.content.question_files import gift_signs
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import NOTHING, WHOLE, Answer, FoundQuestion, Written
from lms.domain.content.question_files.gift_signs import Text
from lms.domain.content.question_files.numbers import read_range
from lms.domain.content.question_files.wording import shortened

_WEIGHT = re.compile(r"\s*%(?P<weight>-*\d{1,3}(?:[.,]\d{0,10})?)%")
_MARK = re.compile(r"[~=]")
_TRUE = {"T", "TRUE"}
_FALSE = {"F", "FALSE"}


def read_answers(text: Text, found: FoundQuestion, markup: str) -> None:
    """Take up the answers; how they are written tells of which kind the question is."""
    general = text.text.rfind("####")
    if general >= 0:
        found.general = gift_signs.written(text.text[general + 4 :], markup)
        text = text.part(0, general)
    words = text.text.strip()
    if not words:
        found.kind = "open"
    elif words.startswith(">"):
        _ordering(text, found, markup)
    elif words.startswith("#"):
        _numbers(text.part(text.text.index("#") + 1), found, markup)
    elif "~" in words:
        _choice(text, found, markup)
    elif words.startswith("=") and "->" in words:
        _matches(text, found, markup)
    elif not _true_or_false(words, found, markup):
        found.kind = "short"
        found.answers = [_answer(part, mark or "=", markup) for mark, part in _parts(text)]


def _parts(text: Text) -> Iterator[tuple[str, Text]]:
    """Return each answer with its mark; what stands before the first mark has none."""
    marks = list(_MARK.finditer(text.text))
    before = text.part(0, marks[0].start() if marks else None)
    if before.text.strip():
        yield "", before
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text.text)
        yield mark.group(), text.part(mark.end(), end)


def _feedback(text: Text, markup: str) -> tuple[Text, Written]:
    place = text.text.find("#")
    if place < 0:
        return text, NOTHING
    return text.part(0, place), gift_signs.written(text.text[place + 1 :], markup)


def _weight(text: Text, mark: str) -> tuple[Text, Decimal]:
    found = _WEIGHT.match(text.text)
    if not found:
        return text, WHOLE if mark == "=" else Decimal(0)
    minus = "-" if found["weight"].startswith("-") else ""
    weight = Decimal(minus + found["weight"].lstrip("-").replace(",", "."))
    if abs(weight) > WHOLE:
        raise Refused("question-weight-broken", text.line_at(0), weight=found["weight"])
    return text.part(found.end()), weight


def _answer(text: Text, mark: str, markup: str) -> Answer:
    line = text.line_at(0)
    text, feedback = _feedback(text, markup)
    text, weight = _weight(text, mark)
    return Answer(line, gift_signs.written(text.text, markup), weight, feedback)


def _choice(text: Text, found: FoundQuestion, markup: str) -> None:
    parts = list(_parts(text))
    if not parts[0][0]:
        raise _broken(parts[0][1])
    found.kind = "choice"
    found.is_single = any(mark == "=" for mark, _part in parts)
    found.answers = [_answer(part, mark, markup) for mark, part in parts]


def _matches(text: Text, found: FoundQuestion, markup: str) -> None:
    found.kind = "matching"
    for mark, part in _parts(text):
        left, arrow, right = part.text.partition("->")
        if not (mark and arrow):
            raise _broken(part)
        _rest, feedback = _feedback(part, markup)
        if feedback:
            raise _broken(part)
        found.pairs.append((part.line_at(0), gift_signs.written(left, markup), gift_signs.shown(right)))


def _ordering(text: Text, found: FoundQuestion, markup: str) -> None:
    """Take up what is to be put in order, line by line; the first one has settings and becomes a comment."""
    found.kind = "ordering"
    start = text.text.index(">") + 1
    for line in re.finditer(r"[^\n]+", text.text[start:]):
        part = text.part(start + line.start(), start + line.end())
        if line.start() == 0:
            found.comments = [f">{gift_signs.shown(part.text).strip()}"]
        elif part.text.strip():
            found.answers.append(Answer(part.line_at(0), gift_signs.written(part.text, markup)))


def _true_or_false(words: str, found: FoundQuestion, markup: str) -> bool:
    """Take up `T` or `FALSE`, with what is said to the wrong answer first and to the right one then."""
    value, *said = words.split("#")
    if value.strip().upper() not in _TRUE | _FALSE or len(said) > 2:
        return False
    found.kind, found.right = "true-false", value.strip().upper() in _TRUE
    said += [""] * (2 - len(said))
    found.if_wrong, found.if_right = (gift_signs.written(text, markup) for text in said)
    return True


def _numbers(text: Text, found: FoundQuestion, markup: str) -> None:
    found.kind = "number"
    for mark, part in _parts(text):
        line = part.line_at(0)
        words, feedback = _feedback(part, markup)
        words, weight = _weight(words, mark or "=")
        value = gift_signs.shown(words.text).strip()
        if mark == "~" and value in ("", "*"):
            found.if_wrong = feedback
        else:
            found.ranges.append(read_range(value, line, weight, feedback))
    if not found.ranges:
        raise Refused("question-without-right-answer", text.line_at(0))


def _broken(part: Text) -> Refused:
    words = gift_signs.shown(part.text)
    return Refused("question-answer-broken", part.line_at(0), found=shortened(words))
