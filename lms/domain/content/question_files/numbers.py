"""Numbers as files write them: 3:0.5, 1..5, 3,5."""

import re
from decimal import Decimal
from typing import Any

from lms.domain.content.question_files.drafting import Draft, Refused
from lms.domain.content.question_files.found import WHOLE, Range, Written
from lms.domain.content.question_files.wording import as_words, shortened

_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][+-]?\d{1,2})?")


def read_decimal(text: str) -> Decimal | None:
    """Return a number with point or comma, or None."""
    words = text.strip().replace("\u2212", "-")
    return Decimal(words.replace(",", ".")) if _NUMBER.fullmatch(words) else None


def read_range(text: str, line: int, weight: Decimal = WHOLE, feedback: Written | None = None) -> Range:
    """Return `5`, `5:0.1` or `4.9..5.1` as a number and how far off it may be."""
    words = as_words(text)
    sign = ".." if ".." in words else ":"
    first, _, second = words.partition(sign)
    one, other = read_decimal(first), read_decimal(second or ("0" if sign == ":" else ""))
    if one is None or other is None:
        raise Refused("question-number-broken", line, found=shortened(words))
    said = feedback or Written("")
    if sign == ":":
        return Range(line, one, abs(other), weight, said)
    if one > other:
        raise Refused("question-range-backwards", line, found=shortened(words))
    return Range(line, (one + other) / 2, (other - one) / 2, weight, said)


def number(draft: Draft) -> dict[str, Any]:
    """Return a number with its tolerance; only one can be right."""
    found = draft.found
    whole = [each for each in found.ranges if each.weight == WHOLE]
    for each in found.ranges:
        if each.weight != WHOLE:
            shown = f"{each.middle.normalize():f}"
            weight = f"{each.weight.normalize():f}"
            draft.note("question-weight-left-out", line=each.line, answer=shown, weight=weight)
            draft.note_feedback(each.line, each.feedback)
    if not whole:
        raise Refused("question-without-right-answer")
    if len({(each.middle, each.off) for each in whole}) > 1:
        raise Refused("question-several-numbers", whole[1].line)
    right = whole[0]
    if right.feedback and not found.if_right:
        found.if_right = right.feedback
    else:
        draft.note_feedback(right.line, right.feedback)
    parts: dict[str, Any] = {"answer": _kept(right.middle, right.line)}
    if right.off:
        parts["tolerance"] = _kept(right.off, right.line)
    if found.unit:
        parts["unit"] = draft.said(as_words(found.unit))
    return parts


def _kept(value: Decimal, line: int) -> float | int:
    """Return the number as course files hold it, which must be the very same number."""
    kept = float(value)
    if Decimal(repr(kept)) != value:
        raise Refused("question-number-too-long", line, found=f"{value:f}"[:60])
    return int(kept) if kept.is_integer() and abs(kept) < 10**15 else kept
