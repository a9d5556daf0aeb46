"""Read Moodle XML: kind by kind, each element with its line."""

from collections.abc import Iterator
from decimal import Decimal

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_files.drafting import Refused
from lms.domain.content.question_files.found import FoundQuestion
from lms.domain.content.question_files.moodle_kinds import KINDS, written
from lms.domain.content.question_files.numbers import read_decimal
from lms.domain.content.question_files.wording import shortened
from lms.domain.content.question_files.xml_tree import Element, read_tree

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
            words = shortened(written(element.find("questiontext")).text)
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
        root, broken = read_tree(text)
    except Refused as refused:
        problems.add(file, refused.line, refused.code, **refused.holes)
        return []
    for each in broken:
        problems.add(file, each.line, each.code)
    if broken and not root.tag:
        return []
    if root.tag != "quiz":
        problems.add(file, root.line, "question-xml-other", tag=root.tag[:40])
        return []
    for child in root.children:
        if child.tag != "question":
            problems.add(file, child.line, "question-element-left-out", tag=child.tag[:40])
    return root.all("question")


def _question(element: Element, kind: str, file: str, problems: ProblemList) -> FoundQuestion:
    if kind not in KINDS:
        raise Refused("question-kind-not-taken", kind=kind[:40] or "?")
    ours, read = KINDS[kind]
    found = FoundQuestion(element.line, ours, written(element.find("questiontext"), "html"))
    found.title = element.words("name", "text")
    found.general = written(element.find("generalfeedback"), "html")
    found.hints = [written(hint, "html") for hint in element.all("hint")]
    if element.find("defaultgrade"):
        grade = element.words("defaultgrade")
        found.points = read_decimal(grade) or Decimal(0)
    read(element, found)
    for name, side in (("correctfeedback", "if_right"), ("incorrectfeedback", "if_wrong")):
        said = written(element.find(name), "html")
        if said:
            setattr(found, side, said)
    _note_left_out(element, found, file, problems)
    return found


def _note_left_out(element: Element, found: FoundQuestion, file: str, problems: ProblemList) -> None:
    partly = element.find("partiallycorrectfeedback")
    # Where an answer is right or wrong and nothing between, these words could never be read.
    if written(partly) and not (found.kind == "choice" and found.is_single) and partly:
        words = shortened(written(partly).text)
        problems.add(file, partly.line, "question-feedback-left-out", text=words)
    template = element.find("responsetemplate")
    if template and written(template):
        words = shortened(written(template).text)
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
