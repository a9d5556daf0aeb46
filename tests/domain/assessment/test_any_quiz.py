"""Whatever the questions are: the same points in both languages, within bounds, in an order that stays."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.domain.assessment import kinds, marking
from tests.factories.any_quiz import AnyQuiz

NUMBERS = st.integers(0, 1_000_000)
SEEDS = st.text("0123456789abcdef", min_size=16, max_size=16)


@settings(max_examples=60, deadline=None)
@given(NUMBERS, SEEDS, st.booleans())
def test_an_answer_earns_the_same_in_both_languages(number: int, seed: str, rightly: bool) -> None:
    made = AnyQuiz(number)
    earned: dict[str, dict[str, int]] = {"lt": {}, "en": {}}
    for question in made.quiz.questions:
        for language, sent in made.answer(question, seed, rightly=rightly).items():
            points = marking.mark_answer(question, kinds.clean(question, sent, seed))
            assert 0 <= points <= question.points
            earned[language][question.key] = points
            if rightly and question.kind != "open":
                assert points == question.points, question
    assert earned["lt"] == earned["en"]


@settings(max_examples=60, deadline=None)
@given(NUMBERS, SEEDS, st.booleans())
def test_a_score_stays_within_its_bounds(number: int, seed: str, rightly: bool) -> None:
    made = AnyQuiz(number)
    asked = marking.in_order(made.quiz, seed)
    answers = {
        question.key: kinds.clean(question, made.answer(question, seed, rightly=rightly)["en"], seed)
        for question in asked
    }
    marks = marking.mark_quiz(made.quiz, asked, answers)
    assert 0 <= marks.score == sum(marks.points.values()) <= marks.max_score
    by_people = sum(question.points for question in asked if question.kind == "open")
    assert (marks.score == marks.max_score - by_people) >= rightly


@settings(max_examples=60, deadline=None)
@given(NUMBERS, SEEDS)
def test_what_is_asked_in_which_order_is_the_same_wherever_it_is_made(number: int, seed: str) -> None:
    first, again = (AnyQuiz(number).quiz for _ in range(2))
    asked = marking.in_order(first, seed)
    assert asked == marking.in_order(again, seed)
    for question in asked:
        assert kinds.options_as_asked(question, seed) == kinds.options_as_asked(question, seed)
        assert kinds.right_sides(question, seed) == kinds.right_sides(question, seed)
        assert kinds.items_as_asked(question, seed) == kinds.items_as_asked(question, seed)


@settings(max_examples=20, deadline=None)
@given(NUMBERS)
def test_the_order_shown_first_is_hardly_ever_the_right_one(number: int) -> None:
    questions = {question.kind: question for question in AnyQuiz(number).quiz.questions}
    matching, ordering = questions["matching"], questions["ordering"]
    seeds = [f"{seed:x}" for seed in range(100)]
    pairs = [pair.key for pair in matching.pairs]
    listed = [[key for key, _texts in kinds.right_sides(matching, seed)][: len(pairs)] for seed in seeds]
    assert listed.count(pairs) <= 5
    shown = [kinds.items_as_asked(ordering, seed) for seed in seeds]
    assert shown.count(list(ordering.items)) <= 6
