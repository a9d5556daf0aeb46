"""Marking: what an answer earns, and what is forgiven in a short one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import kinds, marking, short_answers
from lms.domain.content.compiled_questions import Option, Question
from tests.factories.content import make_question, make_quiz


def multiple(right: int, wrong: int, points: int) -> Question:
    options = [Option(f"r{n}", {"lt": "Taip"}, True, {}) for n in range(right)]
    options += [Option(f"w{n}", {"lt": "Ne"}, False, {}) for n in range(wrong)]
    return make_question("q", kind="multiple", points=points, options=tuple(options))


def short(*accepted: str, forgive: tuple[str, ...] = (), **accept: tuple[str, ...]) -> Question:
    return make_question("q", kind="short", options=(), accept=accept or {"lt": accepted}, forgive=forgive)


def clean(question: Question, given: list[str]) -> list[str]:
    return kinds.clean(question, given, seed=1)


def test_a_single_choice_earns_all_or_nothing() -> None:
    question = make_question("q", points=3)
    assert marking.mark_answer(question, ["yes"]) == 3
    assert marking.mark_answer(question, ["no"]) == 0
    assert marking.mark_answer(question, []) == 0


@pytest.mark.parametrize("is_right", [True, False])
def test_true_or_false(is_right: bool) -> None:
    question = make_question("q", kind="true-false", options=(), right=is_right)
    assert marking.mark_answer(question, ["true"]) == (1 if is_right else 0)
    assert marking.mark_answer(question, ["false"]) == (0 if is_right else 1)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["r0", "r1"], 4),
        (["r0"], 2),
        (["r0", "w0"], 0),
        (["r0", "r1", "w0"], 2),
        (["r0", "r1", "w0", "w1"], 0),
        (["w0"], 0),
        ([], 0),
    ],
)
def test_a_multiple_choice_earns_its_share(chosen: list[str], points: int) -> None:
    assert marking.mark_answer(multiple(2, 2, 4), chosen) == points


def test_one_point_is_earned_by_the_whole_answer_only() -> None:
    question = multiple(2, 2, 1)
    assert marking.mark_answer(question, ["r0"]) == 0
    assert marking.verdict(question, ["r0"]) == marking.WRONG
    assert marking.verdict(question, ["r0", "r1"]) == marking.RIGHT


questions = st.builds(multiple, st.integers(1, 6), st.integers(0, 6), st.integers(1, 12))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, list[str]]:
    question = draw(questions)
    keys = [option.key for option in question.options]
    return question, draw(st.lists(st.sampled_from(keys), unique=True))


@given(answered())
def test_points_stay_within_the_question(case: tuple[Question, list[str]]) -> None:
    question, chosen = case
    assert 0 <= marking.mark_answer(question, chosen) <= question.points


@given(answered())
def test_only_the_right_answer_earns_everything(case: tuple[Question, list[str]]) -> None:
    question, chosen = case
    right = {option.key for option in question.options if option.right}
    assert (marking.mark_answer(question, chosen) == question.points) == (set(chosen) == right)


@given(answered())
def test_a_right_option_never_costs_and_a_wrong_one_never_earns(case: tuple[Question, list[str]]) -> None:
    question, chosen = case
    points = marking.mark_answer(question, chosen)
    for option in question.options:
        if option.key not in chosen:
            more = marking.mark_answer(question, [*chosen, option.key])
            assert more >= points if option.right else more <= points


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 12))
def test_choosing_everything_earns_nothing(right: int, wrong: int, points: int) -> None:
    question = multiple(right, wrong, points)
    assert marking.mark_answer(question, [option.key for option in question.options]) == 0


@given(st.lists(answered(), min_size=1, max_size=8), st.integers(1, 100))
def test_a_score_is_the_sum_and_never_above_its_maximum(
    cases: list[tuple[Question, list[str]]], pass_percent: int
) -> None:
    quiz = make_quiz(
        "q", *[_named(question, n) for n, (question, _) in enumerate(cases)], pass_percent=pass_percent
    )
    answers = {f"q{n}": chosen for n, (_, chosen) in enumerate(cases)}
    marks = marking.mark_quiz(quiz, quiz.questions, answers)
    assert marks.score == sum(marks.points.values()) <= marks.max_score == quiz.max_points
    percent = marking.percent(marks.score, marks.max_score)
    assert 0 <= percent <= 100
    assert marks.is_passed == (percent >= pass_percent)


def _named(question: Question, number: int) -> Question:
    return make_question(f"q{number}", kind="multiple", points=question.points, options=question.options)


def test_the_pass_mark_is_reckoned_exactly() -> None:
    assert marking.passes(7, 10, 70)
    assert not marking.passes(69, 99, 70)
    assert marking.passes(70, 100, 70)
    assert not marking.passes(0, 0, 70)


def test_what_has_no_answer_is_named_in_order() -> None:
    quiz = make_quiz("q", make_question("b"), make_question("a"), make_question("c"))
    assert marking.unanswered(quiz.questions, {"a": ["yes"], "c": []}) == ["b", "c"]


@pytest.mark.parametrize(
    "typed",
    ["Vilnius", " Vilnius ", "Vilnius.", "Vil\u200bnius", "\u00a0Vilnius\u00a0. "],
)
def test_spaces_and_a_full_stop_are_always_forgiven(typed: str) -> None:
    assert marking.mark_answer(short("Vilnius"), [typed]) == 1


def test_case_and_diacritics_are_forgiven_only_where_the_author_says_so() -> None:
    exact, case = short("Šiauliai"), short("Šiauliai", forgive=("case",))
    both = short("Šiauliai", forgive=("case", "diacritics"))
    diacritics = short("Šiauliai", forgive=("diacritics",))
    given_points = {
        typed: [marking.mark_answer(question, [typed]) for question in (exact, case, diacritics, both)]
        for typed in ("Šiauliai", "šIAULIAI", "Siauliai", "siauliai")
    }
    assert given_points == {
        "Šiauliai": [1, 1, 1, 1],
        "šIAULIAI": [0, 1, 0, 1],
        "Siauliai": [0, 0, 1, 1],
        "siauliai": [0, 0, 0, 1],
    }


def test_composed_and_decomposed_letters_are_the_same() -> None:
    decomposed = unicodedata.normalize("NFD", "Žąsis")
    assert marking.mark_answer(short("Žąsis"), [decomposed]) == 1
    assert marking.mark_answer(short(decomposed), ["Žąsis"]) == 1


def test_every_dash_is_the_same_dash() -> None:
    assert marking.mark_answer(short("2016–2018"), ["2016 - 2018"]) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("people’s", "people's"),
        ("people's", "people\u02bcs"),
        ("„Sodra“", '"Sodra"'),
        ('"Sodra"', "«Sodra»"),
        ("“trust”", "„trust“"),
    ],
)
def test_the_look_of_quotation_marks_and_apostrophes_never_matters(accepted: str, typed: str) -> None:
    assert marking.mark_answer(short(accepted), [typed]) == 1
    assert marking.mark_answer(short(accepted), [f"{typed}x"]) == 0


def test_an_answer_in_the_other_language_is_right_as_well() -> None:
    question = short(lt=("pasitikėjimas",), en=("trust",))
    assert marking.mark_answer(question, ["trust"]) == marking.mark_answer(question, ["pasitikėjimas"]) == 1
    assert marking.mark_answer(question, ["mistrust"]) == 0


@given(st.text(max_size=60), st.sets(st.sampled_from(["case", "diacritics"])))
def test_comparing_never_fails_and_changes_nothing_twice(words: str, forgive: set[str]) -> None:
    once = short_answers.comparable(words, sorted(forgive))
    assert short_answers.comparable(once, sorted(forgive)) == once


@given(st.text(max_size=60))
def test_any_words_are_equal_to_themselves(words: str) -> None:
    question = short(words)
    kept = clean(question, [words])
    assert kept == [] or marking.mark_answer(question, kept) == 1


def test_only_what_was_offered_is_kept() -> None:
    single, several = make_question("q"), multiple(2, 1, 1)
    assert clean(single, ["yes", "", "yes"]) == ["yes"]
    assert clean(several, ["r1", "r0"]) == ["r1", "r0"]
    assert clean(several, []) == []
    assert clean(short("a"), ["  a b "]) == ["a b"]
    for question, given_values in [(single, ["maybe"]), (single, ["yes", "no"]), (several, ["r0", "x"])]:
        with pytest.raises(ValueError):
            clean(question, given_values)
    with pytest.raises(ValueError):
        clean(short("a"), ["x" * 501])
    with pytest.raises(ValueError):
        clean(make_question("q", kind="true-false", options=(), right=True), ["yes"])


def test_a_random_order_is_the_same_for_one_attempt_everywhere() -> None:
    keys = [f"q{n}" for n in range(12)]
    quiz = make_quiz("q", *[make_question(key) for key in keys], order="random")
    first = [question.key for question in marking.in_order(quiz, 7)]
    assert first == [question.key for question in marking.in_order(quiz, 7)]
    assert sorted(first) == sorted(keys)
    assert any([q.key for q in marking.in_order(quiz, seed)] != first for seed in range(8, 12))
    fixed = make_quiz("q", *[make_question(key) for key in keys])
    assert [question.key for question in marking.in_order(fixed, 7)] == keys


@pytest.mark.parametrize(
    ("allowed", "used", "may"), [(0, 99, True), (2, 1, True), (2, 2, False), (1, 0, True)]
)
def test_how_often_one_may_try(allowed: int, used: int, may: bool) -> None:
    assert marking.may_start_again(allowed, used) is may
