"""Moodle's texts with gaps: answers embedded in the text, and words to choose or to drag."""

import re
from decimal import Decimal

from lms.domain.content.question_files.drafting import Refused, refuse_too_long
from lms.domain.content.question_files.found import (
    GAP,
    NOTHING,
    WHOLE,
    Answer,
    FoundGap,
    FoundQuestion,
    Written,
)
from lms.domain.content.question_files.numbers import read_range
from lms.domain.content.question_files.wording import shortened
from lms.domain.content.question_files.xml_tree import Element

_EMBEDDED = re.compile(r"\{(?P<points>\d{0,3}):(?P<kind>[A-Z_]+):(?P<answers>(?:\\.|[^\\}]){0,4000})\}")
_OPENED = re.compile(r"\{\d{0,3}:[A-Z_]+:", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?P<right>=)?(?:%(?P<weight>-?\d{1,3}(?:[.,]\d{0,10})?)%)?(?P<words>(?:\\.|[^\\#])*)(?:#(?P<said>.*))?",
    re.DOTALL,
)
_PLACE = re.compile(r"\[\[(?P<number>\d{1,3})\]\]")
_TYPED = {"SHORTANSWER", "SA", "MW"}
_TYPED_EXACTLY = {"SHORTANSWER_C", "SAC", "MWC"}
_CHOSEN = {"MULTICHOICE", "MULTICHOICE_V", "MULTICHOICE_H", "MULTICHOICE_S", "MULTICHOICE_VS"}
_CHOSEN |= {"MULTICHOICE_HS", "MC", "MCV", "MCH", "MCS", "MCVS", "MCHS"}
_MOST_GAPS, _MOST_WORDS = 20, 100
_NUMBERS = {"NUMERICAL", "NM"}


def cloze(element: Element, found: FoundQuestion) -> None:
    """Take the answers out of the text."""
    refuse_too_long(found.text.text)
    line = _line_of_text(element)

    def take(match: re.Match[str]) -> str:
        if len(found.gaps) >= _MOST_GAPS:
            raise Refused("list-too-long", line, most=_MOST_GAPS)
        at = line + found.text.text.count("\n", 0, match.start())
        found.gaps.append(_embedded(match, at))
        return GAP

    text = _EMBEDDED.sub(take, found.text.text)
    if opened := _OPENED.search(text):
        raise Refused("question-cloze-broken", line, found=shortened(opened.group()))
    if not found.gaps:
        raise Refused("question-gaps-lost", line)
    found.text = Written(text, found.text.markup)
    if element.find("defaultgrade") is None:
        found.points = Decimal(sum(gap.points for gap in found.gaps))


def _embedded(match: re.Match[str], line: int) -> FoundGap:
    kind, points = match["kind"], int(match["points"] or 1)
    answers = tuple(_answer(part, line) for part in _split(match["answers"]))
    if kind in _TYPED | _TYPED_EXACTLY:
        return FoundGap(answers, case_matters=kind in _TYPED_EXACTLY, points=points)
    if kind in _CHOSEN:
        return FoundGap(answers, is_chosen=True, points=points)
    if kind in _NUMBERS:
        return FoundGap(tuple(way for answer in answers for way in _exact(answer)), points=points)
    raise Refused("question-kind-not-taken", line, kind=kind[:40])


def _split(text: str) -> list[str]:
    """Part answers at each `~` that stands for itself."""
    return [part for part in re.split(r"(?<!\\)~", text) if part.strip()]


def _answer(part: str, line: int) -> Answer:
    found = _ANSWER.fullmatch(part.strip())
    if not found:
        raise Refused("question-answer-broken", line, found=shortened(part))
    given = (found["weight"] or "").replace(",", ".")
    weight = Decimal(given) if given else WHOLE if found["right"] else Decimal(0)
    if abs(weight) > WHOLE:
        raise Refused("question-weight-broken", line, weight=str(found["weight"]))
    feedback = Written(_unescaped(found["said"]), "html") if found["said"] else NOTHING
    return Answer(line, Written(_unescaped(found["words"]).strip(), "html"), weight, feedback)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\~#}={/\"])", r"\1", text)


def _exact(answer: Answer) -> list[Answer]:
    """A number in a gap is typed like a word: it can be right only as it is, with point or comma."""
    if answer.words.text == "*":
        return [answer]
    value = read_range(answer.words.text, answer.line)
    if value.off:
        raise Refused("question-gap-tolerance", answer.line, found=shortened(answer.words.text))
    number = answer.words.text.partition(":")[0].strip()
    ways = dict.fromkeys((number, number.replace(",", "."), number.replace(".", ",")))
    return [Answer(answer.line, Written(way), answer.weight, answer.feedback) for way in ways]


def chosen_words(element: Element, found: FoundQuestion) -> None:
    """Take the words that are chosen or dragged into the text; those of one group stand in one list."""
    boxes = element.all("dragbox") or element.all("selectoption")
    words = [(box.words("text") or box.text.strip(), box.words("group") or "1", box.line) for box in boxes]

    refuse_too_long(found.text.text)
    if len(boxes) > _MOST_WORDS:
        raise Refused("list-too-long", boxes[0].line, most=_MOST_WORDS)

    def take(match: re.Match[str]) -> str:
        place = int(match["number"]) - 1
        if not 0 <= place < len(words):
            raise Refused("question-gap-without-words", _line_of_text(element), number=match["number"])
        group = [each for each in words if each[1] == words[place][1]]
        # The same words may be offered for more than one gap.
        offered = {text: line for text, _group, line in reversed(group)}
        found.gaps.append(
            FoundGap(
                tuple(
                    Answer(line, Written(text, "html"), WHOLE if text == words[place][0] else Decimal(0))
                    for text, line in reversed(offered.items())
                ),
                is_chosen=True,
            )
        )
        return GAP

    found.text = Written(_PLACE.sub(take, found.text.text), found.text.markup)
    if not found.gaps:
        raise Refused("question-gaps-lost", _line_of_text(element))
    used = {answer.words.text for gap in found.gaps for answer in gap.answers}
    for text, _group, line in words:
        if text not in used:
            raise Refused("question-words-unused", line, text=shortened(text))


def _line_of_text(element: Element) -> int:
    text = element.find("questiontext")
    inner = text.find("text") if text else None
    return inner.line if inner else element.line
