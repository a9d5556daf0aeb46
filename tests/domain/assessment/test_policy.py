"""Who may grade and open files."""

from dataclasses import dataclass

import pytest

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.assessment import policy


@dataclass(frozen=True)
class Work:
    learner_ids: frozenset[int] = frozenset({1})  # who has or had a hand in it
    reader_ids: frozenset[int] = frozenset({1})
    module_id: int = 7
    programme_ids: frozenset[int] = frozenset({3})
    is_handed_in: bool = True


def actor(user_id: int = 2, **duties: frozenset[int]) -> Actor:
    return Actor(id=UserId(user_id), name="Asmuo", email="a@example.lt", **duties)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("duties", "may"),
    [
        ({}, False),
        ({"authored_modules": frozenset({7})}, True),
        ({"authored_programmes": frozenset({3})}, True),
        ({"authored_modules": frozenset({8})}, False),
        ({"authored_programmes": frozenset({4})}, False),
        ({"coordinated_programmes": frozenset({3})}, False),
    ],
)
def test_who_answers_for_the_module_grades(duties: dict[str, frozenset[int]], may: bool) -> None:
    assert policy.may_grade(actor(**duties), Work()) is may


def test_nobody_grades_their_own_work() -> None:
    assert not policy.may_grade(actor(1, authored_modules=frozenset({7})), Work())


def test_nobody_grades_what_they_make_or_made_in_a_group() -> None:
    work = Work(learner_ids=frozenset({1, 4, 6}), reader_ids=frozenset({1, 4}))
    for learner_id in (1, 4, 6):
        assert policy.is_of(actor(learner_id), work)
        assert not policy.may_grade(actor(learner_id, authored_modules=frozenset({7})), work)
    assert policy.may_grade(actor(authored_modules=frozenset({7})), work)


def test_who_left_before_a_file_was_handed_in_opens_it_no_more() -> None:
    work = Work(learner_ids=frozenset({1, 4, 6}), reader_ids=frozenset({1, 4}))
    assert policy.may_open_file(actor(4), work)
    assert not policy.may_open_file(actor(6, authored_modules=frozenset({7})), work)


def test_a_file_is_its_learners_and_once_handed_in_its_graders() -> None:
    author = actor(authored_modules=frozenset({7}))
    assert policy.may_open_file(actor(1), Work(is_handed_in=False))
    assert policy.may_open_file(author, Work())
    assert not policy.may_open_file(author, Work(is_handed_in=False))
    assert not policy.may_open_file(actor(5), Work())
    assert not policy.may_open_file(actor(coordinated_programmes=frozenset({3})), Work())


def test_only_staff_has_a_list_of_what_waits() -> None:
    assert policy.may_see_waiting(actor(authored_programmes=frozenset({3})))
    assert not policy.may_see_waiting(actor(coordinated_programmes=frozenset({3})))
