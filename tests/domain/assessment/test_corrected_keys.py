"""What a corrected key makes of an answer given before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import kinds, marking
from lms.domain.assessment.corrected_keys import corrected, is_corrected, mark_again
from lms.domain.content.compiled_questions import Distractor, Numeric, Option, Question
from tests.factories.content import make_gap, make_matching, make_number, make_ordering, make_question

ALL = [
    make_question("single"),
    make_question("multiple", kind="multiple", points=2),
    make_question("truth", kind="true-false", options=(), right=True),
    make_question(
        "short", kind="short", options=(), accept={"lt": ("savivaldybė",), "en": ("municipality",)}
    ),
    make_number(),
    make_matching(),
    make_ordering(),
    make_gap(),
    make_question("open", kind="open", options=(), points=5),
]


def other_right(question: Question, *keys: str) -> Question:
    options = tuple(replace(each, right=each.key in keys) for each in question.options)
    return replace(question, options=options)


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_other_words_alone_correct_nothing(question: Question) -> None:
    def said(texts: dict[str, str]) -> dict[str, str]:
        return {language: f"{words} (naujai)" for language, words in texts.items()}

    reworded = replace(
        question,
        text_html=said(dict(question.text_html)),
        hint_html={"lt": "Užuomina"},
        options=tuple(replace(each, text_html=said(dict(each.text_html))) for each in question.options),
        pairs=tuple(
            replace(each, left_html=said(dict(each.left_html)), right=said(dict(each.right)))
            for each in question.pairs
        ),
        distractors=tuple(replace(each, right=said(dict(each.right))) for each in question.distractors),
        items=tuple(replace(each, text_html=said(dict(each.text_html))) for each in question.items),
    )
    assert not is_corrected(question, question, reworded)
    assert not is_corrected(question, None, reworded)
    assert not is_corrected(question, question, None), "a question that has gone keeps its key"


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_other_points_or_no_partial_credit_correct_a_key(question: Question) -> None:
    is_marked_by_people = question.kind == "open"
    assert is_corrected(question, question, replace(question, points=7)) is not is_marked_by_people
    assert is_corrected(question, question, replace(question, is_whole=True)) is not is_marked_by_people


def test_another_right_option() -> None:
    asked = make_question("q")
    now = other_right(asked, "no")
    assert is_corrected(asked, asked, now)
    assert (mark_again(asked, now, ["no"]), mark_again(asked, now, ["yes"])) == (1, 0)
    assert not is_corrected(asked, now, now), "it was marked by that key already"
    assert is_corrected(asked, now, asked), "and may be taken back"


def test_an_option_that_has_gone_keeps_its_worth_and_a_new_one_counts_for_nothing() -> None:
    asked = make_question("q", kind="multiple", points=2)
    without_right = replace(asked, options=(*asked.options[1:], Option("new", {"lt": "Nauja"}, True, {})))
    assert not is_corrected(asked, asked, without_right)
    assert mark_again(asked, without_right, ["yes"]) == 2


def test_a_single_choice_may_turn_out_to_have_two_right_answers() -> None:
    asked = make_question("q")
    now = replace(other_right(asked, "yes", "no"), kind="multiple")
    assert (mark_again(asked, now, ["no"]), mark_again(asked, now, ["yes"])) == (1, 1)


def test_a_question_of_another_kind_is_another_question() -> None:
    asked = make_question("q")
    now = make_number("q", points=4)
    assert not is_corrected(asked, asked, now)
    assert corrected(asked, now) == asked


def test_true_false_words_and_numbers() -> None:
    truth = make_question("q", kind="true-false", options=(), right=True)
    assert mark_again(truth, replace(truth, right=False), ["false"]) == 1

    short = make_question("q", kind="short", options=(), accept={"lt": ("klasteris", "tinklas")})
    turned = replace(short, accept={"lt": ("tinklas.", "klasteris")})
    assert not is_corrected(short, short, turned)
    more = replace(short, accept={"lt": ("klasteris", "tinklas", "sambūris")})
    assert (mark_again(short, more, ["sambūris"]), mark_again(short, more, ["tinklas"])) == (1, 1)
    assert mark_again(short, replace(short, forgive=("case",)), ["Tinklas"]) == 1

    number = make_number()
    same = replace(number, numeric=Numeric("12.50", "0.5", False, {"lt": "eurų", "en": "euro"}))
    assert not is_corrected(number, number, same), "a unit in other words is no other number"
    wide = replace(number, numeric=Numeric("12.5", "2", False, {"lt": "eurų", "en": "euro"}))
    assert mark_again(number, wide, ["14 Eur"]) == 1, "typed with the unit of that time"


def test_matches_that_were_exchanged_are_known_by_their_words() -> None:
    asked = make_matching()
    public, private, civic = asked.pairs
    now = replace(
        asked, pairs=(replace(public, right=private.right), replace(private, right=public.right), civic)
    )
    assert is_corrected(asked, asked, now)
    assert mark_again(asked, now, ["public=private", "private=public", "civic=civic"]) == 3
    assert mark_again(asked, now, ["public=public", "private=private", "civic=civic"]) == 1


def test_a_match_with_a_new_right_side_judges_the_old_ones_by_their_words() -> None:
    asked = make_matching()
    nobody = asked.distractors[0]
    public, *others = asked.pairs
    now = replace(
        asked,
        pairs=(replace(public, right=nobody.right), *others),
        distractors=(Distractor("nobody", public.right),),
    )
    assert mark_again(asked, now, ["public=nobody", "private=private", "civic=civic"]) == 3
    assert mark_again(asked, now, ["public=public", "private=private", "civic=civic"]) == 2


def test_an_order_with_a_thing_less_keeps_it_where_it_was() -> None:
    asked = make_ordering()
    need, partners, plan, check = asked.items
    assert not is_corrected(asked, asked, replace(asked, items=(need, plan, check)))
    turned = replace(asked, items=(partners, need, plan, check))
    assert is_corrected(asked, asked, turned)
    assert mark_again(asked, turned, ["partners", "need", "plan", "check"]) == 6
    first_gone = replace(asked, items=(plan, partners, check))
    assert mark_again(asked, first_gone, ["need", "plan", "partners", "check"]) == 6


def test_gaps() -> None:
    asked = make_gap()
    who, what = asked.gaps
    more = replace(asked, gaps=(replace(who, accept={"lt": ("savivaldybė", "seniūnija")}), what))
    assert mark_again(asked, more, ["who=Seniūnija", "what=trust"]) == 2
    feared = replace(what, options=tuple(replace(each, right=each.key == "fear") for each in what.options))
    assert mark_again(asked, replace(asked, gaps=(who, feared)), ["who=savivaldybė", "what=fear"]) == 2
    typed = replace(asked, gaps=(replace(who, options=what.options, accept={}, forgive=()), what))
    assert not is_corrected(asked, asked, typed), "chosen now and typed then cannot be compared"


answers = st.lists(
    st.sampled_from(
        ["yes", "no", "true", "false", "12,5", "savivaldybė", "need", "plan", "check", "partners", ""]
        + [
            f"{left}={right}"
            for left in ("public", "private", "who", "what")
            for right in ("private", "trust")
        ]
    ),
    max_size=4,
    unique=True,
)


@given(st.sampled_from(ALL[:-1]), answers, st.integers(1, 9), st.randoms(use_true_random=False))
def test_points_stay_within_the_question_and_the_same_key_gives_the_same(
    question: Question, answer: list[str], points: int, chance: object
) -> None:
    try:
        kept = kinds.clean(question, answer, seed=1)
    except kinds.UnfitAnswer:
        return
    assert mark_again(question, question, kept) == marking.mark_answer(question, kept)
    items, pairs = list(question.items), [pair.right for pair in question.pairs]
    chance.shuffle(items)  # type: ignore[attr-defined]
    chance.shuffle(pairs)  # type: ignore[attr-defined]
    now = replace(
        question,
        points=points,
        items=tuple(items),
        pairs=tuple(replace(each, right=right) for each, right in zip(question.pairs, pairs, strict=True)),
    )
    again = mark_again(question, now, kept)
    assert 0 <= again <= points
    if not is_corrected(question, question, now):
        assert again == marking.mark_answer(question, kept)
