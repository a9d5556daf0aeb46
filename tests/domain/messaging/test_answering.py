"""Who answers and by when: weekends, Christmas, leave; no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lms.domain.messaging import rules
from lms.domain.messaging.answering import Answerer, Leave, Promise, promise_for, responsible_for

RASA, IEVA, ONA, TOMAS = 1, 2, 3, 4
MONDAY = date(2026, 11, 23)
AWAY = Leave(MONDAY, date(2026, 12, 4))


def away(substitute: int | None = None) -> tuple[Leave, ...]:
    return (Leave(AWAY.from_day, AWAY.to_day, substitute),)


@pytest.mark.parametrize(
    ("asked_on", "answer_by"),
    [
        (date(2026, 11, 20), date(2026, 11, 25)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 25)),  # the Saturday after it
        (date(2026, 12, 23), date(2026, 12, 30)),  # 24–26 December are holidays, then a Sunday
        (date(2026, 12, 24), date(2026, 12, 30)),
        (date(2026, 12, 29), date(2027, 1, 4)),  # and so is 1 January
        (date(2027, 1, 2), date(2027, 1, 6)),
        # From year to year the same holidays fall on other days; on a weekend they are not made up for.
        (date(2026, 12, 30), date(2027, 1, 5)),  # 1 January is a Friday
        (date(2026, 12, 31), date(2027, 1, 6)),
        (date(2027, 12, 23), date(2027, 12, 29)),  # Friday, Saturday, Sunday
        (date(2027, 12, 30), date(2028, 1, 4)),  # 1 January is a Saturday
        (date(2028, 12, 22), date(2028, 12, 29)),  # Sunday, Monday, Tuesday
        (date(2028, 12, 24), date(2028, 12, 29)),
        (date(2028, 12, 29), date(2029, 1, 4)),  # 1 January is a Monday
        (date(2029, 12, 21), date(2029, 12, 31)),  # Monday, Tuesday, Wednesday
        (date(2029, 12, 31), date(2030, 1, 4)),  # 1 January is a Tuesday
        (date(2030, 12, 23), date(2030, 12, 31)),  # Tuesday, Wednesday, Thursday
        (date(2030, 12, 26), date(2030, 12, 31)),
        (date(2030, 12, 30), date(2031, 1, 3)),  # 1 January is a Wednesday
        (date(2031, 12, 23), date(2031, 12, 31)),  # Wednesday, Thursday, Friday
        (date(2031, 12, 31), date(2032, 1, 6)),  # 1 January is a Thursday
        (date(2033, 12, 23), date(2033, 12, 29)),  # Saturday, Sunday, Monday
        (date(2033, 12, 30), date(2034, 1, 4)),  # 1 January is a Sunday
    ],
)
def test_an_answer_is_promised_in_working_days(asked_on: date, answer_by: date) -> None:
    assert promise_for([Answerer(RASA, True)], asked_on) == Promise(answer_by)
    assert promise_for([], asked_on) == Promise(answer_by)


def test_leave_of_all_lengthens_the_promise_and_says_so() -> None:
    alone = [Answerer(RASA, True, away())]
    assert promise_for(alone, MONDAY) == Promise(date(2026, 12, 9), date(2026, 12, 4))
    assert promise_for([*alone, Answerer(IEVA, False)], MONDAY) == Promise(date(2026, 11, 26))


def test_leave_that_begins_later_counts_too_and_one_on_a_weekend_does_not() -> None:
    from_wednesday = (Leave(date(2026, 11, 25), date(2026, 11, 27)),)
    assert promise_for([Answerer(RASA, True, from_wednesday)], MONDAY).answer_by == date(2026, 12, 1)
    weekend = (Leave(date(2026, 11, 28), date(2026, 11, 29)),)
    assert promise_for([Answerer(RASA, True, weekend)], date(2026, 11, 27)) == Promise(date(2026, 12, 2))


def test_the_modules_own_authors_share_what_nobody_has_taken() -> None:
    found = responsible_for([Answerer(RASA, True), Answerer(IEVA, True), Answerer(ONA, False)], MONDAY)
    assert (found.owner_id, found.told_ids) == (None, (RASA, IEVA))


def test_the_programmes_authors_share_it_where_the_module_has_none() -> None:
    found = responsible_for([Answerer(ONA, False), Answerer(TOMAS, False)], MONDAY)
    assert (found.owner_id, found.told_ids) == (None, (ONA, TOMAS))
    assert responsible_for([], MONDAY).told_ids == ()


def test_whose_it_is_is_told_alone() -> None:
    found = responsible_for([Answerer(RASA, True), Answerer(IEVA, True)], MONDAY, owner_id=IEVA)
    assert (found.owner_id, found.told_ids) == (IEVA, (IEVA,))


def test_an_owner_who_is_no_author_any_more_owns_nothing() -> None:
    found = responsible_for([Answerer(RASA, True)], MONDAY, owner_id=TOMAS)
    assert (found.owner_id, found.told_ids) == (None, (RASA,))


def test_a_substitute_takes_what_comes_during_leave() -> None:
    people = [Answerer(RASA, True, away(ONA)), Answerer(ONA, False), Answerer(TOMAS, False)]
    for owner_id in (RASA, None):
        found = responsible_for(people, MONDAY, owner_id)
        assert (found.owner_id, found.told_ids) == (ONA, (ONA,))
    after = responsible_for(people, AWAY.to_day + timedelta(days=1))
    assert (after.owner_id, after.told_ids) == (None, (RASA,))


def test_without_a_substitute_the_co_authors_share_it() -> None:
    people = [Answerer(RASA, True, away()), Answerer(ONA, False), Answerer(TOMAS, False)]
    for owner_id in (RASA, None):
        found = responsible_for(people, MONDAY, owner_id)
        assert (found.owner_id, found.told_ids) == (None, (ONA, TOMAS))


def test_a_substitute_who_is_away_or_does_not_answer_here_is_passed_over() -> None:
    people = [Answerer(RASA, True, away(IEVA)), Answerer(IEVA, True, away(RASA)), Answerer(ONA, False)]
    assert responsible_for(people, MONDAY, RASA).told_ids == (ONA,)
    elsewhere = [Answerer(RASA, True, away(TOMAS)), Answerer(ONA, False)]
    assert responsible_for(elsewhere, MONDAY, RASA).told_ids == (ONA,)
    chain = [Answerer(RASA, True, away(IEVA)), Answerer(IEVA, False, away(ONA)), Answerer(ONA, False)]
    assert responsible_for(chain, MONDAY, RASA).owner_id == ONA


def test_where_all_are_away_those_who_share_it_are_told_nevertheless() -> None:
    people = [Answerer(RASA, True, away()), Answerer(ONA, False, away())]
    found = responsible_for(people, MONDAY)
    assert (found.owner_id, found.told_ids) == (None, (RASA,))


def test_words_can_be_mended_for_a_quarter_of_an_hour_until_they_are_answered() -> None:
    sent_at = datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    assert rules.may_still_edit(sent_at, sent_at + timedelta(minutes=15), is_answered=False)
    assert not rules.may_still_edit(sent_at, sent_at + timedelta(minutes=15, seconds=1), is_answered=False)
    assert not rules.may_still_edit(sent_at, sent_at + timedelta(minutes=1), is_answered=True)
