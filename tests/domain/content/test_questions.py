"""Questions with a number, matches, an order or gaps: read, checked line by line, kept and read back."""

from typing import Any

import pytest

from lms.domain.content.compile import compile_module
from lms.domain.content.compiled import Module
from lms.domain.content.compiled_json import from_json, to_json
from lms.domain.content.compiled_questions import Numeric
from lms.domain.content.examining import examine
from lms.domain.content.planning import plan
from lms.domain.content.problems import Problem
from tests.factories.course_files import QUIZ, module_source

KINDS = """\
title: {lt: T, en: Q}
questions:
  - key: share
    kind: number
    text: {lt: Kiek?, en: How many?}
    answer: 12.5
    tolerance_percent: 10
    unit: {lt: Eur, en: EUR}
  - key: sectors
    kind: matching
    points: 2
    partial: false
    text: {lt: Kas kam?, en: What goes with what?}
    pairs:
      - {key: school, left: {lt: "*Mokykla*", en: "*School*"}, right: {lt: Viešasis, en: Public}}
      - {key: shop, left: {lt: Bankas, en: Bank}, right: {lt: Privatus, en: Private}}
    distractors:
      - {key: none, right: {lt: Joks, en: None of them}}
  - key: steps
    kind: ordering
    points: 3
    text: {lt: Kokia tvarka?, en: In what order?}
    items:
      - {key: one, text: {lt: Pirma, en: First}}
      - {key: two, text: {lt: Antra, en: Second}}
      - {key: three, text: {lt: Trečia, en: Third}}
  - key: sentence
    kind: gap
    points: 2
    text: {lt: "Klasterį [[verb]] [[who]].", en: "[[who]] [[verb]] a cluster."}
    gaps:
      - {key: verb, accept: {lt: [kuria], en: [build]}, forgive: [case, inflection]}
      - key: who
        options:
          - {key: people, text: {lt: žmonės, en: People}, right: true}
          - {key: laws, text: {lt: įstatymai, en: Laws}}
"""


def module_with(quiz: str) -> Module:
    examined = examine(module_source({"quizzes/final.yaml": quiz}))
    assert [each for each in examined.problems if each.severity == "error"] == []
    return compile_module(plan(examined))


def problems_of(quiz: str) -> list[tuple[int, str]]:
    examined = examine(module_source({"quizzes/final.yaml": quiz}))
    return [(each.line, each.code) for each in examined.problems.sorted() if each.severity == "error"]


def test_every_kind_is_kept_and_comes_back() -> None:
    module = module_with(KINDS)
    assert from_json(to_json(module)).quizzes == module.quizzes
    number, matching, ordering, gap = module.quizzes[0].questions
    assert number.numeric == Numeric("12.5", "10.0", True, {"lt": "Eur", "en": "EUR"})
    hinted = module_with(
        KINDS.replace("    answer:", "    hint: {lt: '*Tarp* 10 ir 20', en: '*From* 10 to 20'}\n    answer:")
    )
    assert hinted.quizzes[0].questions[0].hint_html["en"] == "<p><em>From</em> 10 to 20</p>"
    assert from_json(to_json(hinted)).quizzes == hinted.quizzes
    assert matching.pairs[0].left_html == {"lt": "<em>Mokykla</em>", "en": "<em>School</em>"}
    assert (matching.is_whole, list(matching.sides)) == (True, ["school", "shop", "none"])
    assert [item.key for item in ordering.items] == ["one", "two", "three"]
    assert gap.text_html["lt"] == "<p>Klasterį [[verb]] [[who]].</p>"
    assert gap.gaps[0].accept["en"] == ("build",)
    assert [option.right for option in gap.gaps[1].options] == [True, False]


def test_a_quiz_of_the_earlier_kinds_is_kept_letter_by_letter_as_before() -> None:
    kept = to_json(module_with(QUIZ))
    for name in ("numeric", "pairs", "items", "gaps", "is_whole", "is_shuffled"):
        assert f'"{name}"' not in kept


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    answer: 12.5\n", "", [(3, "no-right-answer")]),
        ("answer: 12.5", "answer: daug", [(6, "decimal-expected")]),
        ("answer: 12.5", "answer: .inf", [(6, "decimal-expected")]),
        ("answer: 12.5", "answer: 12\n    tolerance: 1", [(8, "tolerance-twice")]),
        ("tolerance_percent: 10", "tolerance_percent: -1", [(7, "number-too-small")]),
        ("    unit:", "    accept: {lt: [a], en: [a]}\n    unit:", [(8, "not-for-this-kind")]),
        ("    partial: false", "    forgive: [case]", [(12, "not-for-this-kind")]),
        ("kind: matching", "kind: ordering",
         [(9, "missing-key"), (14, "not-for-this-kind"), (17, "not-for-this-kind")]),
        ("key: shop", "key: school", [(16, "key-repeated")]),
        ("key: none", "key: shop", [(18, "key-repeated")]),
        ("Joks", "Privatus", [(18, "distractor-is-right")]),
        ("en: Private}", "en: Public}", [(14, "pairs-all-alike")]),
        ("right: {lt: Joks, en: None of them}", "right: {lt: Joks}", [(18, "assessed-missing")]),
        ("      - {key: three, text: {lt: Trečia, en: Third}}\n", "", [(23, "list-too-short")]),
        ("[[who]] [[verb]] a", "[[who]] build a", [(30, "gap-not-in-text")]),
        ("[[verb]] [[who]].", "[[verb]] [[verb]] [[who]].", [(30, "gap-not-in-text")]),
        ("[[who]].", "[[who]] [[when]].", [(30, "gap-unknown")]),
        ("accept: {lt: [kuria], en: [build]}", "accept: {lt: [kuria]}", [(32, "assessed-missing")]),
        ("accept: {lt: [kuria], en: [build]}, ", "", [(32, "no-right-answer")]),
        (", right: true}\n          - {key: laws", "}\n          - {key: laws", [(33, "no-right-answer")]),
        ("      - key: who\n", "      - key: who\n        forgive: [case]\n", [(33, "gap-two-ways")]),
        ("key: laws", "key: people", [(36, "key-repeated")]),
    ],
)  # fmt: skip
def test_what_nobody_could_answer_rightly_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    assert KINDS.count(old) >= 1
    assert problems_of(KINDS.replace(old, new, 1)) == expected


def test_options_are_listed_as_the_author_says() -> None:
    order = "    kind: single\n    options_order: "
    given, fixed, shuffled = (
        module_with(QUIZ.replace("    kind: single\n", words))
        for words in ("    kind: single\n", f"{order}fixed\n", f"{order}random\n")
    )
    assert [module.quizzes[0].questions[1].is_shuffled for module in (given, fixed, shuffled)] == [0, 0, 1]
    assert to_json(given) == to_json(fixed)
    assert from_json(to_json(shuffled)).quizzes == shuffled.quizzes
    assert problems_of(QUIZ.replace("    kind: single\n", f"{order}none\n")) == [(10, "not-one-of")]
    not_here = QUIZ.replace("    right: false\n", "    right: false\n    options_order: random\n")
    assert problems_of(not_here) == [(7, "not-for-this-kind")]


DRAWN = """\
title: {lt: T, en: Q}
wait_minutes: 30
review: result-only
draw: [{pool: words, count: 2}]
feedback: {passed: {lt: "*Puiku*", en: "*Great*"}, failed: {lt: Dar kartą, en: Once more}}
questions:
""" + "".join(
    f"  - {{key: q{n}, kind: true-false, right: true, pool: words, points: 2, text: {{lt: Ar?, en: Is?}}}}\n"
    for n in range(3)
)


def test_what_an_author_decides_about_attempts_is_kept() -> None:
    (quiz,) = module_with(DRAWN).quizzes
    assert from_json(to_json(module_with(DRAWN))).quizzes == (quiz,)
    assert (quiz.wait_minutes, quiz.review, quiz.asked_count, quiz.max_points) == (30, "result-only", 2, 4)
    assert quiz.overall["passed"] == {"lt": "<p><em>Puiku</em></p>", "en": "<p><em>Great</em></p>"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("count: 2", "count: 4", [(4, "draw-too-many")]),
        ("count: 2}", "count: 2}, {pool: words, count: 1}", [(4, "duplicate-entry")]),
        ("draw: [{pool: words, count: 2}]", "draw: []", [(7 + n, "pool-not-drawn") for n in range(3)]),
        ("points: 2", "points: 1", [(4, "pool-points-differ")]),
        ("result-only", "never", [(3, "not-one-of")]),
    ],
)
def test_a_draw_that_cannot_be_made_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    assert problems_of(DRAWN.replace(old, new, 1)) == expected


def test_the_problems_are_said_in_both_languages() -> None:
    examined = examine(module_source({"quizzes/final.yaml": KINDS.replace("[[who]].", "[[what]].")}))
    said: dict[str, list[Any]] = {
        language: [each.as_row(language)["message"] for each in examined.problems if each.severity == "error"]
        for language in ("lt", "en")
    }
    assert said["en"] == [
        "The text of the question must have [[who]] exactly once: Lithuanian.",
        "The text has [[what]], but there is no gap of that key.",
    ]
    assert said["lt"] == [
        "Klausimo tekste žymė [[who]] turi būti lygiai vieną kartą: lietuvių kalba.",
        "Tekste yra žymė [[what]], bet praleistos vietos su tokiu raktu nėra.",
    ]


OPEN = """\
title: {lt: T, en: Q}
time_limit_minutes: 40
questions:
  - key: why
    kind: open
    points: 4
    text: {lt: Kodėl?, en: Why?}
    guidance: {lt: "*Vienas* taškas už priežastį", en: "*One* point for a reason"}
"""


def test_an_open_question_is_kept_with_guidance_for_its_markers_and_a_quiz_with_its_time() -> None:
    module = module_with(OPEN)
    quiz = module.quizzes[0]
    assert (quiz.time_limit_minutes, quiz.max_points, quiz.questions[0].kind) == (40, 4, "open")
    assert quiz.questions[0].guidance_html["en"] == "<p><em>One</em> point for a reason</p>"
    assert from_json(to_json(module)).quizzes == module.quizzes
    kept = to_json(module_with(QUIZ))
    assert "guidance" not in kept
    assert "time_limit" not in kept


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (", en: \"*One* point for a reason\"}", "}", [(8, "assessed-missing", "error")]),
        ("    points: 4\n", "    points: 4\n    right: true\n", [(7, "not-for-this-kind", "error")]),
        ("    points: 4\n", "    points: 4\n    partial: false\n", [(7, "not-for-this-kind", "error")]),
        ("kind: open", "kind: short\n    accept: {lt: [a], en: [a]}", [(9, "not-for-this-kind", "error")]),
        ("40", "-1", [(2, "number-too-small", "error")]),
        ("40", "2000", [(2, "number-too-large", "error")]),
        ("40", "daug", [(2, "number-expected", "error")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_open_questions_and_times_is_named_with_its_line(
    old: str, new: str, expected: list[tuple[int, str, str]]
) -> None:
    assert OPEN.count(old) == 1
    assert told_of(OPEN.replace(old, new)) == expected


def test_an_open_question_without_guidance_is_worth_mending_in_both_languages() -> None:
    without = OPEN[: OPEN.index("    guidance")]
    assert told_of(without) == [(4, "open-without-guidance", "warning")]
    (problem,) = [each for each in problems_in(without) if each.code == "open-without-guidance"]
    assert problem.as_row("en")["message"].startswith("The open question has no “guidance”")
    assert problem.as_row("lt")["message"].startswith("Atvirasis klausimas neturi rakto „guidance“")


def problems_in(quiz: str) -> list[Problem]:
    examined = examine(module_source({"quizzes/final.yaml": quiz}))
    return [each for each in examined.problems.sorted() if each.file == "quizzes/final.yaml"]


def told_of(quiz: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.code, each.severity) for each in problems_in(quiz)]
