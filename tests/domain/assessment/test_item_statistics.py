"""How questions behave: the figures by themselves, and read from attempts on both databases."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.assessment import queries, service
from lms.domain.assessment.item_statistics import Answered, discrimination, figures
from lms.domain.assessment.mistakes import Mistake, mistakes
from lms.domain.content.compiled_questions import Question
from lms.domain.learning import queries as learning
from lms.foundation.db import session
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_attempt
from tests.factories.content import (
    make_gap,
    make_matching,
    make_module,
    make_number,
    make_ordering,
    make_question,
    make_quiz,
    make_revision,
)
from tests.factories.learning import make_enrolment


@st.composite
def answered(draw: st.DrawFn) -> Answered:
    of = draw(st.integers(1, 9))
    points = draw(st.integers(0, of))
    rest = draw(st.integers(0, 30))
    found = draw(
        st.frozensets(st.builds(Mistake, st.sampled_from("abc"), is_typed=st.booleans()), max_size=2)
    )
    return Answered(points, of, points + draw(st.integers(0, rest)), of + rest, found)


@given(st.lists(answered(), max_size=40))
def test_figures_stay_within_their_bounds(answers: list[Answered]) -> None:
    found = figures(answers)
    assert found.people == len(answers)
    if len(answers) < 5:
        assert (found.share_right, found.mean_points, found.discrimination, found.mistake) == (None,) * 4
        return
    assert found.share_right is not None and found.mean_share is not None and found.mean_points is not None
    assert 0 <= found.share_right <= found.mean_share <= 1
    assert 0 <= found.mean_points <= found.points
    assert found.discrimination is None or -1 <= found.discrimination <= 1
    assert found.mistaken <= found.people
    if found.mistake and found.mistake.is_typed:
        assert found.mistaken >= 5


def test_a_question_that_tells_those_who_know_from_those_who_do_not() -> None:
    good = [Answered(int(place >= 5), 1, place, 10) for place in range(10)]
    assert discrimination(good) == pytest.approx(0.85, abs=0.05)
    turned = [Answered(int(place < 5), 1, place + int(place < 5), 10) for place in range(10)]
    assert discrimination(turned) == pytest.approx(-0.87, abs=0.05)
    assert discrimination([Answered(1, 1, place, 10) for place in range(1, 9)]) is None, "all did it right"
    assert discrimination([Answered(1, 1, 1, 1)] * 8) is None, "it is the whole quiz"


def test_words_that_people_typed_are_told_only_where_five_typed_the_same() -> None:
    rare, common = Mistake("jonas jonaitis", is_typed=True), Mistake("klasteris", is_typed=True)
    four = [Answered(0, 1, 0, 2, frozenset({rare})) for _each in range(4)]
    assert figures([*four, Answered(1, 1, 1, 2)]).mistake is None
    five = [Answered(0, 1, 0, 2, frozenset({common})) for _each in range(5)]
    assert (figures([*four, *five]).mistake, figures([*four, *five]).mistaken) == (common, 5)


def test_words_that_people_typed_are_told_as_most_of_them_spell_them() -> None:
    with_and_without = [next(iter(mistakes(SHORT, [typed]))) for typed in ("Seniunija", "seniūnija.")]
    people = [Answered(0, 1, 0, 2, frozenset({with_and_without[place > 1]})) for place in range(6)]
    found = figures(people)
    assert found.mistake is not None
    assert (found.mistake.spelling, found.mistaken) == ("seniūnija", 6)


TRUTH = make_question("truth", kind="true-false", options=(), right=True)
SHORT = make_question("short", kind="short", options=(), accept={"lt": ("savivaldybė",)})


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        (make_question("q"), ["no"], {Mistake("no")}),
        (make_question("q"), ["yes"], set()),
        (make_question("q"), [], set()),
        (make_question("q", kind="multiple"), ["yes", "no"], {Mistake("no")}),
        (TRUTH, ["false"], {Mistake("false")}),
        (SHORT, ["  Seniūnija. "], {Mistake("seniunija", is_typed=True)}),
        (make_number(), ["14,50 Eur"], {Mistake("14.5", is_typed=True)}),
        (make_number(), ["−3"], {Mistake("-3", is_typed=True)}),
        (make_number(), ["12,7"], set()),
        (make_matching(), ["public=public", "civic=nobody"], {Mistake("nobody", "civic")}),
        (make_ordering(), ["partners", "need", "", "check"], {Mistake("need", "partners")}),
        (
            make_gap(),
            ["who=Kaimynai", "what=fear"],
            {Mistake("kaimynai", "who", is_typed=True), Mistake("fear", "what")},
        ),
        (make_question("q", kind="open", options=()), ["Mano mintys"], set()),
    ],
)
def test_mistakes_are_named_alike_for_everybody(
    question: Question, answer: list[str], found: set[Mistake]
) -> None:
    assert mistakes(question, answer) == found


class Story:
    """A module whose quiz many people take; others take one of the same name elsewhere."""

    def __init__(self) -> None:
        self.module = make_module(quizzes=(make_quiz("final", make_question("first"), SHORT),))
        noise = make_module(quizzes=(make_quiz("final", make_question("first"), SHORT),))
        for _each in range(6):
            self.hand_in("no", "seniūnija", module=noise)

    def hand_in(self, *answers: str, module: Any = None, learner: Any = None, number: int = 1) -> None:
        module = module or self.module
        person = learner or make_user()
        enrolment = make_enrolment(person, module) if number == 1 else None
        given_answers = dict(zip(("first", "short"), ([each] for each in answers if each), strict=False))
        if enrolment is None:
            enrolment = learning.find_enrolment(person.id, module.module_id)
        make_attempt(enrolment, module, number=number, answers=given_answers)
        service.submit_attempt(actor_of(person), module.slug, "final", language="lt", anyway=True)
        session.flush()

    def items(self) -> list[queries.ItemLine]:
        return queries.list_items(self.module, "final")


def no_is_right(question: Question) -> Question:
    return replace(
        question, options=tuple(replace(each, right=each.key == "no") for each in question.options)
    )


@pytest.mark.usefixtures("database")
def test_first_attempts_of_this_quiz_are_counted() -> None:
    story = Story()
    person = make_user()
    story.hand_in("no", "seniūnija", learner=person)
    story.hand_in("yes", "savivaldybė", learner=person, number=2)
    for _each in range(3):
        story.hand_in("yes", "savivaldybė")
    first, _short = story.items()
    assert (first.figures.people, first.figures.share_right) == (4, None), "nothing of fewer than five"
    story.hand_in("yes", "seniūnija")
    first, short = story.items()
    assert (first.figures.people, first.figures.share_right, first.figures.mean_points) == (5, 0.8, 0.8)
    assert (first.figures.mistake, first.figures.mistaken) == (Mistake("no"), 1)
    assert first.figures.discrimination == pytest.approx(0.61, abs=0.01)
    assert (short.figures.share_right, short.figures.mistake) == (0.6, None)
    assert [line.place for line in story.items()] == [1, 2]


@pytest.mark.usefixtures("database")
def test_another_key_starts_anew_and_other_words_do_not() -> None:
    story = Story()
    for _each in range(5):
        story.hand_in("no", "savivaldybė")
    first, second = story.module.quiz("final").questions
    reworded = replace(first, text_html={"lt": "<p>Kitaip</p>", "en": "<p>Otherwise</p>"})
    story.module = make_revision(story.module, quizzes=(make_quiz("final", reworded, second),))
    story.hand_in("no", "savivaldybė")
    [line, _other] = story.items()
    assert (line.figures.people, line.revisions, line.question) == (6, (1, 2), reworded)

    story.module = make_revision(story.module, quizzes=(make_quiz("final", no_is_right(first), second),))
    service.look_for_corrections(story.module.module_id, story.module.revision_id)
    story.hand_in("no", "savivaldybė")
    now, before, _other = story.items()
    assert (now.is_current, now.figures.people, now.revisions) == (True, 1, (3,))
    assert (before.is_current, before.figures.people, before.figures.share_right) == (False, 6, 0)

    author = actor_of(make_user(), authored_modules={story.module.module_id})
    correction = queries.find_correction_about(story.module.module_id, "final")
    assert correction is not None
    service.mark_again(author, correction, "lt")
    assert story.items()[1].figures.share_right == 1, "the points that count today"
    assert queries.find_correction_about(story.module.module_id, "final") is None


@pytest.mark.usefixtures("database")
def test_a_question_that_has_gone_is_listed_last_and_a_new_one_with_nobody() -> None:
    story = Story()
    story.hand_in("yes", "savivaldybė")
    story.module = make_revision(story.module, quizzes=(make_quiz("final", SHORT, make_question("third")),))
    lines = story.items()
    assert [(line.question.key, line.place, line.figures.people) for line in lines] == [
        ("short", 1, 1),
        ("third", 2, 0),
        ("first", None, 1),
    ]


@pytest.mark.usefixtures("database")
def test_results_are_counted_by_person() -> None:
    story = Story()
    person = make_user()
    story.hand_in("no", "no", learner=person)
    story.hand_in("yes", "savivaldybė", learner=person, number=2)
    story.hand_in("no", "no")
    found = queries.count_results({story.module.module_id})
    assert found == {(story.module.module_id, "final"): (2, 1, 3)}


@pytest.mark.usefixtures("database")
def test_more_attempts_take_no_more_statements(count_statements: Callable[[], int]) -> None:
    story = Story()
    story.hand_in("yes", "no")
    count_statements()
    story.items()
    few = count_statements()
    for _each in range(9):
        story.hand_in("no", "no")
    count_statements()
    story.items()
    assert count_statements() == few <= 4
