"""When is a module complete, how far is a learner, what comes next? No database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.learning import rules
from lms.domain.learning.rules import Progress, Step
from lms.domain.learning.standing import Earned, Standing
from tests.factories.content import compile_module, make_lesson

MODULE = compile_module(lessons=(make_lesson("first"), make_lesson("second"), make_lesson("third")))


def standing(
    *read: str, passed: tuple[str, ...] = (), failed: tuple[str, ...] = (), **values: object
) -> Standing:
    earned = {key: Earned(key, True) for key in passed} | {key: Earned(key, False) for key in failed}
    return Standing(1, 1, **{"enrolment_id": 1, "read": frozenset(read), "earned": earned, **values})  # type: ignore[arg-type]


def keys(module: object, at: Standing) -> list[str]:
    return [requirement.key for requirement in rules.missing_requirements(module, at)]  # type: ignore[arg-type]


def test_everything_is_missing_at_first() -> None:
    assert keys(MODULE, standing()) == ["read", "quiz:final", "assignment:actor-map"]


def test_reading_is_met_by_the_last_lesson_and_not_before() -> None:
    assert "read" in keys(MODULE, standing("first", "second"))
    assert keys(MODULE, standing("first", "second", "third")) == ["quiz:final", "assignment:actor-map"]


def test_a_failed_quiz_is_still_missing() -> None:
    assert "quiz:final" in keys(MODULE, standing(failed=("quiz:final",)))
    assert "quiz:final" not in keys(MODULE, standing(passed=("quiz:final",)))


def test_what_was_entered_as_read_stays_met_when_a_lesson_is_added() -> None:
    assert "read" not in keys(MODULE, standing("first", "second", passed=("read",)))


def test_who_has_completed_the_module_misses_nothing_whatever_is_published() -> None:
    done = standing(completed_at=datetime.now(UTC))
    assert keys(MODULE, done) == []
    assert rules.progress(MODULE, done) == Progress(5, 5)
    assert rules.next_step(MODULE, done) is None


def test_a_module_that_asks_for_nothing_is_never_complete() -> None:
    nothing = compile_module(requirements=())
    assert not rules.is_complete(nothing, standing())
    assert rules.progress(nothing, standing()) == Progress(0, 0)
    assert rules.progress(nothing, standing()).percent == 0


def test_progress_counts_lessons_and_tasks() -> None:
    assert rules.progress(MODULE, standing("first", passed=("quiz:final",))) == Progress(2, 5)


def test_lessons_that_are_gone_do_not_count() -> None:
    assert rules.progress(MODULE, standing("first", "gone", "older")) == Progress(1, 5)


@given(
    lessons=st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1),
    read=st.sets(st.sampled_from("abcdefghxyz")),
    passed=st.sets(st.sampled_from(["read", "quiz:final", "assignment:actor-map", "quiz:gone"])),
    asked=st.lists(st.sampled_from(["read", "quiz:final", "assignment:actor-map"]), unique=True),
    is_completed=st.booleans(),
)
def test_progress_is_never_above_the_whole(
    lessons: list[str], read: set[str], passed: set[str], asked: list[str], is_completed: bool
) -> None:
    module = compile_module(lessons=tuple(map(make_lesson, lessons)), requirements=tuple(asked))
    at = standing(*read, passed=tuple(passed), completed_at=datetime.now(UTC) if is_completed else None)
    progress = rules.progress(module, at)
    assert 0 <= progress.done <= progress.total
    assert 0 <= progress.percent <= 100
    if rules.is_complete(module, at):
        assert progress.done == progress.total


def test_the_first_step_is_the_first_lesson() -> None:
    assert rules.next_step(MODULE, standing()) == Step("read", "first")


def test_reading_goes_on_where_it_stopped() -> None:
    at = standing("first", place_lesson="third", place_block="third-two")
    assert rules.next_step(MODULE, at) == Step("read", "third", "third-two", is_resumed=True)


def test_a_place_in_a_lesson_already_read_does_not_hold_the_reader_back() -> None:
    at = standing("first", place_lesson="first", place_block="first-two")
    assert rules.next_step(MODULE, at) == Step("read", "second", is_resumed=True)


def test_after_reading_come_the_tasks_in_their_order() -> None:
    read = ("first", "second", "third")
    assert rules.next_step(MODULE, standing(*read)) == Step("quiz", "final")
    assert rules.next_step(MODULE, standing(*read, passed=("quiz:final",))) == Step("assignment", "actor-map")


def test_work_in_grading_is_somebody_elses_step() -> None:
    at = standing("first", "second", "third", passed=("quiz:final",))
    assert rules.next_step(MODULE, at, {"assignment:actor-map"}) == Step("wait", "actor-map")
    without_quiz = standing("first", "second", "third")
    assert rules.next_step(MODULE, without_quiz, {"assignment:actor-map"}) == Step("quiz", "final")


@pytest.mark.parametrize(
    ("new", "old", "is_better"),
    [
        ((True, 7, 10), (False, 6, 10), True),
        ((False, 9, 10), (True, 7, 10), False),
        ((True, 8, 10), (True, 7, 10), True),
        ((True, 7, 10), (True, 7, 10), False),
        ((True, 5, 5), (True, 9, 10), True),
        ((True, None, None), (True, None, None), False),
        ((True, 0, 0), (True, 1, 2), False),
    ],
)
def test_a_result_only_raises(new: tuple, old: tuple, is_better: bool) -> None:
    assert rules.is_better(new, old) is is_better


@pytest.mark.parametrize(
    ("words", "left", "expected"),
    [(100, 100, 40), (100, 50, 20), (100, 1, 1), (100, 0, 0), (0, 0, 0), (100, 300, 40), (100, -5, 0)],
)
def test_the_minutes_of_a_lesson_are_shared_out_by_its_words(words: int, left: int, expected: int) -> None:
    assert rules.minutes_left(40, words, left) == expected


def test_a_quote_is_cut_between_words() -> None:
    assert rules.quote("  Trumpas\n tekstas ") == "Trumpas tekstas"
    cut = rules.quote("žodis, " * 200)
    assert cut.endswith("žodis…") and len(cut) <= rules.LONGEST_QUOTE
