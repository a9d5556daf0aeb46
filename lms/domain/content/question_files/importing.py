"""Import of question files: from bytes to the YAML of a quiz, with everything that did not come in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from lms.domain.content.problems import ERROR, Problem, ProblemList
from lms.domain.content.question_files.aiken import ANSWER, OPTION, read_aiken
from lms.domain.content.question_files.building import Builder
from lms.domain.content.question_files.decoding import decode_file
from lms.domain.content.question_files.found import FoundQuestion
from lms.domain.content.question_files.gift import read_gift
from lms.domain.content.question_files.keys import key_of
from lms.domain.content.question_files.moodle_xml import read_moodle_xml
from lms.domain.content.question_files.yaml_writing import write_quiz
from lms.domain.content.reading import LIMITS, size_in_words

FORMATS = ("gift", "aiken", "moodle-xml")
MOST_QUESTIONS = 200
# More than this in one file is no work of an author, and would keep the program busy.
MOST_READ = 2000
_CATEGORY = "$CATEGORY: "
_Read = Callable[[str, str, ProblemList], Iterator[FoundQuestion]]
_READERS: dict[str, _Read] = {"gift": read_gift, "aiken": read_aiken, "moodle-xml": read_moodle_xml}


@dataclass(frozen=True)
class Line:
    """One question that came in, and the line of the file in which it begins."""

    line: int
    entry: dict[str, Any]


@dataclass
class Imported:
    """What came in of a file, as YAML and question by question, and what is to be said about it."""

    file: str
    language: str
    format: str = ""
    yaml: str = ""
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refusals(self) -> list[Problem]:
        """What did not come in."""
        return [problem for problem in self.problems if problem.severity == ERROR]

    @property
    def notes(self) -> list[Problem]:
        """What came in otherwise than it was, or is no question."""
        return [problem for problem in self.problems if problem.severity != ERROR]


def import_questions(
    content: bytes, file: str, *, language: str = "", form: str = "", encoding: str = ""
) -> Imported:
    """Return what a question file holds in the form of our quizzes, for the author who brings it.

    Its texts stand in the one language of the file; the other is left out, so that checks name it.
    Which language, format and encoding it is in can be told from most files.
    """
    problems = ProblemList()
    text = decode_file(content, file, encoding, language, problems)
    imported = Imported(file, language or guess_language(text or ""))
    if text is not None:
        imported.format = form or guess_format(text, file)
        _take(text, imported, problems)
    imported.problems = sorted(problems, key=lambda problem: (problem.line, problem.code, str(problem.holes)))
    return imported


def guess_language(text: str) -> str:
    """Tell Lithuanian by its letters: of every hundred, it has several that English has not."""
    letters = [sign for sign in text.lower() if sign.isalpha()]
    own = sum(sign in "ąčęėįšųūž" for sign in letters)
    return "lt" if own * 100 > len(letters) else "en"


def guess_format(text: str, file: str) -> str:
    """Tell by its first lines, and by its name where these say nothing, of which format a file is."""
    start = text.lstrip()[:200].lower()
    if start.startswith(("<?xml", "<quiz", "<!doctype", "<!--")) or file.lower().endswith(".xml"):
        return "moodle-xml"
    lines = [line.strip() for line in text.split("\n")]
    has_answers = any(ANSWER.fullmatch(line) for line in lines)
    has_options = any(OPTION.fullmatch(line) for line in lines)
    has_braces = bool(re.search(r"(?<!\\)\{", text))
    return "aiken" if has_answers and (has_options or not has_braces) else "gift"


def _take(text: str, imported: Imported, problems: ProblemList) -> None:
    builder = Builder(imported.file, imported.language, problems)
    taken: list[tuple[dict[str, Any], list[str]]] = []
    for found in _READERS[imported.format](text, imported.file, problems):
        if len(taken) + len(problems) >= MOST_READ:
            problems.add(imported.file, found.line, "question-file-too-long", limit=MOST_READ)
            break
        entry = builder.build(found)
        if entry is None:
            continue
        imported.lines.append(Line(found.line, entry))
        taken.append((entry, _comments(found, entry)))
    if not taken:
        if not problems:
            problems.add(imported.file, 1, "question-none")
        return
    title = {imported.language: _title(imported.file, taken)}
    imported.yaml = write_quiz(title, taken)
    _check_size(imported, problems)


def _check_size(imported: Imported, problems: ProblemList) -> None:
    if len(imported.lines) > MOST_QUESTIONS:
        line = imported.lines[MOST_QUESTIONS].line
        problems.add(imported.file, line, "question-too-many", limit=MOST_QUESTIONS)
    elif len(imported.yaml.encode()) > LIMITS[".yaml"]:
        problems.add(imported.file, 1, "question-too-much", limit=size_in_words(LIMITS[".yaml"]))


def _comments(found: FoundQuestion, entry: dict[str, Any]) -> list[str]:
    """A title that the key does not repeat is kept beside the question."""
    is_told = not found.title or key_of(found.title) == found.title == entry["key"]
    return found.comments if is_told else [*found.comments, found.title]


def _title(file: str, taken: list[tuple[dict[str, Any], list[str]]]) -> str:
    """The category of the first question names the quiz; else the name of the file does."""
    for comment in taken[0][1]:
        if comment.startswith(_CATEGORY):
            name = comment.removeprefix(_CATEGORY).rstrip("/ ").rpartition("/")[2].strip()
            if name and name.lower() not in ("top", "$course$", "$system$"):
                return name[:200]
    return PurePath(file).stem.strip()[:200] or file
