"""YAML with lines: all faults at once, and nothing is guessed."""

from datetime import date

import pytest

from lms.domain.content.problems import ProblemList
from lms.domain.content.question_schemas import QuizFile
from lms.domain.content.schema_problems import check_shape
from lms.domain.content.schemas import ModuleFile
from lms.domain.content.yaml_loading import load_yaml
from tests.factories.course_files import MODULE, QUIZ


def faults(text: str) -> list[tuple[int, str]]:
    problems = ProblemList()
    load_yaml(text, "x.yaml", problems)
    return [(problem.line, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\n\tb: 2\n", [(2, "yaml-tab")]),
        ("a:\n\t- x\n", [(2, "yaml-tab")]),
        ("a: 1\nb: c: d\n", [(2, "yaml-colon")]),
        ('a: 1\nb: "c\nd: 2\n', [(2, "yaml-quote")]),
        ("a: 1\nb: 2\na: 3\nc:\n  d: 1\n  d: 2\n", [(3, "duplicate-key"), (6, "duplicate-key")]),
        ("a: &x 1\nb: *x\n", [(1, "yaml-anchor")]),
        ("b: *unknown\n", [(1, "yaml-anchor")]),
        ("a: !!python/object:os.system ls\n", [(1, "yaml-tag")]),
        ("- a\n- b\n", [(1, "yaml-not-mapping")]),
        ("a: 1\n---\nb: 2\n", [(2, "yaml-syntax")]),
        ("a: {b: 1\n", [(2, "yaml-syntax")]),
        ("a: " + "[" * 3000, [(1, "yaml-too-deep")]),
        ("a: " + "[" * 40 + "]" * 40, [(1, "yaml-too-deep")]),
    ],
)
def test_faults_have_lines(text: str, expected: list[tuple[int, str]]) -> None:
    assert faults(text)[: len(expected)] == expected


def test_aliases_cannot_blow_up_a_small_file() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(20)]
    assert {code for _, code in faults("\n".join(lines))} == {"yaml-anchor"}


def test_words_stay_words() -> None:
    problems = ProblemList()
    found = load_yaml(
        "a: no\nb: 12:30\nc: 2026-11-10\nd: true\ne: 012\nf: |\n  x\n  y\ng: on\n", "x", problems
    )
    assert found is not None
    assert found.values == {
        "a": "no", "b": "12:30", "c": date(2026, 11, 10), "d": True, "e": 12, "f": "x\ny\n", "g": "on",
    }  # fmt: skip
    assert (found.line(("f",)), found.text_line(("f",))) == (6, 7)


def test_every_misfit_of_a_module_is_told_at_its_line() -> None:
    text = (
        MODULE.replace("title: {lt: Klasteriai, en: Clusters}", "title: {lt: 5, en: }")
        .replace("minutes: 60", "minutes: many")
        .replace("aim:", "aimm:")
        .replace("reviewed_on: 2026-11-10", "reviewed_on: yesterday")
        .replace("prerequisites: []", "prerequisites: [Ąžuolas]")
        .replace('"quiz:final"', "quiz")
        .replace('"https://example.lt/"', '"javascript:alert(1)"')
        .replace("languages: [lt, en]", "languages: lt")
    )
    problems = ProblemList()
    found = load_yaml(text, "module.yaml", problems)
    assert found is not None and check_shape(ModuleFile, found, problems) is None
    assert [(p.line, p.code) for p in problems.sorted()] == [
        (1, "list-expected"),
        (1, "missing-key"),
        (3, "text-empty"),
        (3, "text-expected"),
        (5, "unknown-key-like"),
        (10, "number-expected"),
        (11, "bad-key"),
        (12, "date-expected"),
        (14, "bad-address"),
        (15, "bad-requirement"),
    ]


def test_numbers_have_bounds_and_choices_are_named() -> None:
    text = QUIZ.replace("pass_percent: 70", "pass_percent: 170\norder: backwards").replace(
        "points: 2", "points: 0"
    )
    problems = ProblemList()
    found = load_yaml(text, "quiz.yaml", problems)
    assert found is not None and check_shape(QuizFile, found, problems) is None
    rows = [(p.line, p.code, dict(p.holes)) for p in problems.sorted()]
    assert rows == [
        (2, "number-too-large", {"most": 100}),
        (3, "not-one-of", {"choices": "fixed, random"}),
        (11, "number-too-small", {"least": 1}),
    ]
