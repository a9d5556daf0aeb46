"""The kinds of Moodle's questions: what of each element belongs to which part of a question."""

from collections.abc import Callable
from decimal import Decimal

from lms.domain.content.question_files import moodle_gaps
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import NOTHING, WHOLE, Answer, FoundQuestion, Range, Written
from lms.domain.content.question_files.numbers import read_decimal
from lms.domain.content.question_files.wording import shortened
from lms.domain.content.question_files.xml_tree import Element

_MARKUPS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_NEARLY = Decimal("99.99")


def written(element: Element | None, otherwise: str = "moodle") -> Written:
    """Return the text of an element; files have it in a `text` of its own, or right inside."""
    if element is None:
        return NOTHING
    inner = element.find("text")
    markup = _MARKUPS.get(element.attributes.get("format", ""), otherwise)
    return Written((inner.text if inner else element.text).strip(), markup)


def _weight(answer: Element) -> Decimal:
    given = answer.attributes.get("fraction", "0").strip() or "0"
    weight = read_decimal(given)
    if weight is None or abs(weight) > WHOLE:
        raise Refused("question-weight-broken", answer.line, weight=given[:20])
    return WHOLE if weight > _NEARLY else weight


def _answers(element: Element) -> list[Answer]:
    return [
        Answer(each.line, written(each, "html"), _weight(each), written(each.find("feedback"), "html"))
        for each in element.all("answer")
    ]


def _is_yes(text: str) -> bool:
    return text.strip().lower() in ("true", "1")


def _choice(element: Element, found: FoundQuestion) -> None:
    found.answers = _answers(element)
    found.is_single = _is_yes(element.words("single") or "true")
    shuffled = element.words("shuffleanswers")
    if shuffled:
        found.is_shuffled = _is_yes(shuffled)


def _true_or_false(element: Element, found: FoundQuestion) -> None:
    answers = _answers(element)
    values = {answer.words.text.strip().lower(): answer for answer in answers}
    if set(values) != {"true", "false"} or len(answers) != 2:
        raise Refused("question-true-false-broken")
    weights = {value: answer.weight for value, answer in values.items()}
    if sorted(weights.values()) != [0, WHOLE]:
        raise Refused("question-without-right-answer")
    found.right = weights["true"] == WHOLE
    right, wrong = ("true", "false") if found.right else ("false", "true")
    found.if_right, found.if_wrong = values[right].feedback, values[wrong].feedback


def _short(element: Element, found: FoundQuestion) -> None:
    found.answers = _answers(element)
    found.case_matters = _is_yes(element.words("usecase"))


def _number(element: Element, found: FoundQuestion) -> None:
    for answer in element.all("answer"):
        value, feedback = written(answer).text, written(answer.find("feedback"), "html")
        if value == "*":
            found.if_wrong = feedback
            continue
        tolerance = answer.words("tolerance") or "0"
        middle, off = read_decimal(value), read_decimal(tolerance)
        if middle is None or off is None:
            words = value if middle is None else f"{value}:{tolerance}"
            raise Refused("question-number-broken", answer.line, found=shortened(words))
        found.ranges.append(Range(answer.line, middle, abs(off), _weight(answer), feedback))
    units = element.find("units")
    for unit in units.all("unit") if units else ():
        name, multiplier = unit.words("unit_name"), read_decimal(unit.words("multiplier") or "1")
        if multiplier != 1 or (found.unit and name):
            raise Refused("question-units", unit.line, unit=shortened(name))
        found.unit = name


def _matching(element: Element, found: FoundQuestion) -> None:
    for pair in element.all("subquestion"):
        right = written(pair.find("answer")).text
        if not right:
            raise Refused("question-answer-empty", pair.line)
        found.pairs.append((pair.line, written(pair, "html"), right))


def _essay(element: Element, found: FoundQuestion) -> None:
    found.guidance = written(element.find("graderinfo"), "html")


def _ordering(element: Element, found: FoundQuestion) -> None:
    """The weights of an ordering are places; where they are not, the order in the file counts."""
    listed = element.all("answer")
    places = {id(answer): read_decimal(answer.attributes.get("fraction", "")) for answer in listed}
    if None not in places.values() and len(set(places.values())) == len(listed):
        listed = sorted(listed, key=lambda answer: places[id(answer)] or 0)
    found.answers = [Answer(answer.line, written(answer, "html")) for answer in listed]


_Reader = Callable[[Element, FoundQuestion], None]
KINDS: dict[str, tuple[str, _Reader]] = {
    "multichoice": ("choice", _choice),
    "truefalse": ("true-false", _true_or_false),
    "shortanswer": ("short", _short),
    "numerical": ("number", _number),
    "matching": ("matching", _matching),
    "match": ("matching", _matching),
    "essay": ("open", _essay),
    "ordering": ("ordering", _ordering),
    "cloze": ("gap", moodle_gaps.cloze),
    "multianswer": ("gap", moodle_gaps.cloze),
    "gapselect": ("gap", moodle_gaps.chosen_words),
    "ddwtos": ("gap", moodle_gaps.chosen_words),
}
