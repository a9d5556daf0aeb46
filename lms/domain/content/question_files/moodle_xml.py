"""Read Moodle XML: kind by kind, each element with its line."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files import moodle_gaps
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import NOTHING, WHOLE, Answer, FoundQuestion, Range, Written
from lms.domain.content.question_files.numbers import read_decimal
from lms.domain.content.question_files.wording import shortened
from lms.domain.content.question_files.xml_tree import Element, read_tree

_MARKUPS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown"}
_NEARLY = Decimal("99.99")
# What every kind has, and what of it has no counterpart here but changes nothing of what is asked.
_UNDERSTOOD = {
    "name", "questiontext", "generalfeedback", "defaultgrade", "hint", "answer", "single", "shuffleanswers",
    "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "usecase", "units", "subquestion",
    "graderinfo", "responsetemplate", "dragbox", "selectoption", "file", "image", "image_base64",
}  # fmt: skip
_EMPTY_SETTINGS = {"hidden", "idnumber", "tags", "shownumcorrect"}


def read_moodle_xml(text: str, file: str, problems: ProblemList) -> Iterator[FoundQuestion]:
    """Return the questions of a Moodle XML file; whatever is none is noted with its line."""
    comments: list[str] = []
    settings: dict[str, int] = {}
    for element in _questions(text, file, problems):
        kind = element.attributes.get("type", "").strip().lower()
        if kind == "category":
            name = element.words("category", "text")
            problems.add(file, element.line, "question-category", name=shortened(name))
            comments.append(f"$CATEGORY: {' '.join(name.split())}")
        elif kind == "description":
            words = shortened(_written(element.find("questiontext")).text)
            problems.add(file, element.line, "question-description", text=words)
        else:
            try:
                found = _question(element, kind, file, problems)
            except Refused as refused:
                problems.add(file, refused.line or element.line, refused.code, **refused.holes)
                continue
            found.comments, comments = comments, []
            _gather_settings(element, settings)
            yield found
    if settings:
        names = ", ".join(sorted(settings))
        problems.add(file, min(settings.values()), "question-settings-left-out", names=names)


def _questions(text: str, file: str, problems: ProblemList) -> list[Element]:
    try:
        root = read_tree(text)
    except Refused as refused:
        problems.add(file, refused.line, refused.code, **refused.holes)
        return []
    if root.tag != "quiz":
        problems.add(file, root.line, "question-xml-other", tag=root.tag[:40])
        return []
    for child in root.children:
        if child.tag != "question":
            problems.add(file, child.line, "question-element-left-out", tag=child.tag[:40])
    return root.all("question")


def _question(element: Element, kind: str, file: str, problems: ProblemList) -> FoundQuestion:
    if kind not in _KINDS:
        raise Refused("question-kind-not-taken", kind=kind[:40] or "?")
    ours, read = _KINDS[kind]
    found = FoundQuestion(element.line, ours, _written(element.find("questiontext"), "html"))
    found.title = element.words("name", "text")
    found.general = _written(element.find("generalfeedback"), "html")
    found.hints = [_written(hint, "html") for hint in element.all("hint")]
    if element.find("defaultgrade"):
        grade = element.words("defaultgrade")
        found.points = read_decimal(grade) or Decimal(0)
    read(element, found)
    for name, side in (("correctfeedback", "if_right"), ("incorrectfeedback", "if_wrong")):
        said = _written(element.find(name), "html")
        if said:
            setattr(found, side, said)
    _note_left_out(element, found, file, problems)
    return found


def _note_left_out(element: Element, found: FoundQuestion, file: str, problems: ProblemList) -> None:
    partly = element.find("partiallycorrectfeedback")
    # Where an answer is right or wrong and nothing between, these words could never be read.
    if _written(partly) and not (found.kind == "choice" and found.is_single) and partly:
        words = shortened(_written(partly).text)
        problems.add(file, partly.line, "question-feedback-left-out", text=words)
    template = element.find("responsetemplate")
    if template and _written(template):
        words = shortened(_written(template).text)
        problems.add(file, template.line, "question-template-left-out", text=words)
    for line, name in _files(element):
        problems.add(file, line, "question-file-left-out", name=name[:80])


def _files(element: Element) -> Iterator[tuple[int, str]]:
    for child in element.children:
        if child.tag in ("file", "image") and (child.attributes.get("name") or child.text.strip()):
            yield child.line, child.attributes.get("name") or child.text.strip()
        elif child.tag not in ("image_base64",):
            yield from _files(child)


def _gather_settings(element: Element, settings: dict[str, int]) -> None:
    for child in element.children:
        is_empty = not child.text.strip(" \n\t0") and not child.children
        if child.tag not in _UNDERSTOOD and not (child.tag in _EMPTY_SETTINGS and is_empty):
            settings.setdefault(child.tag, child.line)


def _written(element: Element | None, otherwise: str = "moodle") -> Written:
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
        Answer(each.line, _written(each, "html"), _weight(each), _written(each.find("feedback"), "html"))
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
        value, feedback = _written(answer).text, _written(answer.find("feedback"), "html")
        if value == "*":
            found.if_wrong = feedback
            continue
        middle, off = read_decimal(value), read_decimal(answer.words("tolerance") or "0")
        if middle is None or off is None:
            raise Refused("question-number-broken", answer.line, found=shortened(value))
        found.ranges.append(Range(answer.line, middle, abs(off), _weight(answer), feedback))
    units = element.find("units")
    for unit in units.all("unit") if units else ():
        name, multiplier = unit.words("unit_name"), read_decimal(unit.words("multiplier") or "1")
        if multiplier != 1 or (found.unit and name):
            raise Refused("question-units", unit.line, unit=shortened(name))
        found.unit = name


def _matching(element: Element, found: FoundQuestion) -> None:
    for pair in element.all("subquestion"):
        right = _written(pair.find("answer")).text
        if not right:
            raise Refused("question-answer-empty", pair.line)
        found.pairs.append((pair.line, _written(pair, "html"), right))


def _essay(element: Element, found: FoundQuestion) -> None:
    found.guidance = _written(element.find("graderinfo"), "html")


def _ordering(element: Element, found: FoundQuestion) -> None:
    """The weights of an ordering are places; where they are not, the order in the file counts."""
    listed = element.all("answer")
    places = {id(answer): read_decimal(answer.attributes.get("fraction", "")) for answer in listed}
    if None not in places.values() and len(set(places.values())) == len(listed):
        listed = sorted(listed, key=lambda answer: places[id(answer)] or 0)
    found.answers = [Answer(answer.line, _written(answer, "html")) for answer in listed]


_Reader = Callable[[Element, FoundQuestion], None]
_KINDS: dict[str, tuple[str, _Reader]] = {
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
