"""Problems speak both languages, and every hole of their sentences is filled."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lms.config import ROOT
from lms.domain.content.problem_texts import ERRORS, WARNINGS
from lms.domain.content.problems import Problem, ProblemList, has_errors
from lms.foundation.i18n import speaking

CODES = sorted({**ERRORS, **WARNINGS})
with (ROOT / "translations" / "lt" / "content.po").open("rb") as _file:
    LITHUANIAN = read_po(_file, locale="lt")
ROOM = Path(ROOT / "lms" / "domain" / "content")


@pytest.mark.parametrize("code", CODES)
def test_each_has_a_lithuanian_sentence_with_the_same_holes(code: str) -> None:
    sentence = {**ERRORS, **WARNINGS}[code]
    lithuanian = str(LITHUANIAN.get(sentence).string)
    assert lithuanian != sentence
    holes = re.compile(r"%\((\w+)\)s")
    assert sorted(holes.findall(lithuanian)) == sorted(holes.findall(sentence))


def test_no_code_is_both_an_error_and_a_warning() -> None:
    assert not ERRORS.keys() & WARNINGS.keys()


def test_every_code_is_used_somewhere() -> None:
    strings = {
        node.value
        for path in ROOM.rglob("*.py")
        if path.name not in ("problem_texts.py", "question_file_texts.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert [code for code in CODES if code not in strings] == []


def test_a_problem_is_told_in_the_language_of_its_reader() -> None:
    problem = Problem("module.yaml", 3, "unknown-key", (("key", "colour"),))
    assert problem.as_row("en") == {
        "file": "module.yaml",
        "line": 3,
        "code": "unknown-key",
        "severity": "error",
        "message": "The key “colour” is unknown here.",
    }
    with speaking("lt"):
        assert problem.message == "Raktas „colour“ čia nežinomas."


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    problem = Problem("module.yaml", 3, "text-missing", (("language", "en"),))
    assert "missing in English;" in problem.as_row("en")["message"]
    assert "(anglų kalba)" in problem.as_row("lt")["message"]


def test_a_list_holds_each_problem_once_and_in_reading_order() -> None:
    found = ProblemList()
    found.add("b.md", 2, "comment")
    found.add("b.md", 2, "comment")
    found.add("a.md", 9, "empty-link")
    found.add("b.md", 0, "raw-html")
    assert [(problem.file, problem.line) for problem in found.sorted()] == [
        ("a.md", 9),
        ("b.md", 1),
        ("b.md", 2),
    ]
    assert not has_errors(found)
    with pytest.raises(KeyError):
        found.add("a.md", 1, "no-such-code")
