"""Aiken as its documentation describes it, and what is not quite so."""

import pytest

from tests.domain.content.question_files.reading import entries, only, read, told


def test_questions_with_points_and_brackets() -> None:
    imported = read(
        "What is a cluster?\nA. A group\nB) A list\nC. A house\nANSWER: B\nIs it *big*?\nA) Yes\nB) No\nANSWER: a\n"  # noqa: E501
    )
    assert imported.format == "aiken"
    first, second = entries(imported)
    assert [each.get("right", False) for each in first["options"]] == [False, True, False]
    assert (second["text"]["en"], second["options"][0]["right"]) == (r"Is it \*big\*?", True)
    assert imported.problems == []


def test_a_question_may_have_several_lines() -> None:
    entry = only(read("A river\nflows where?\n\nA. Here\n\nB. There\nANSWER: A"))
    assert entry["text"]["en"] == "A river\\\nflows where?"


def test_lines_of_other_programs_are_named() -> None:
    imported = read(
        "Where?\nA. Here\nB. There\nANSWER: A\nFEEDBACK: Well.\n\nWhen?\nA. Now\nB. Then\nANSWER: B"
    )
    assert len(imported.lines) == 2
    assert told(imported) == [(5, "question-line-left-out")]


@pytest.mark.parametrize(
    ("broken", "line", "code"),
    [
        ("Where?\nA. Here\nB. There\nANSWER: C", 7, "question-letter-unknown"),
        ("Where?\nA. Here\nB. There\nANSWER:", 7, "question-letter-unknown"),
        ("Where?\nA. Here\nB. There", 4, "question-without-answer-line"),
        ("Where?\nA. Here\nC. There\nANSWER: A", 6, "question-line-broken"),
        ("Where?\nA. Here\nand further\nB. There\nANSWER: A", 6, "question-line-broken"),
        ("Where?\na. here\nb. there\nANSWER: A", 7, "question-letter-unknown"),
        ("Where?\nA. Here\nANSWER: A", 4, "list-too-short"),
        ("Where?\nA. Here\nB.\nANSWER: A", 6, "question-answer-empty"),
        ("ANSWER: A", 4, "question-letter-unknown"),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_comes_in(broken: str, line: int, code: str) -> None:
    good = "{0}?\nA. Yes\nB. No\nANSWER: A\n"
    imported = read(f"{good.format('First')}\n{broken}\n\n{good.format('Last')}", form="aiken")
    assert [entry["text"]["en"] for entry in entries(imported)] == ["First?", "Last?"]
    assert told(imported) == [(line + 2, code)]
