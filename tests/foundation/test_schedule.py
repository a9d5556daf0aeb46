"""The timetable hands over what is due, once, and only while its keeper keeps it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import fakeredis
import pytest
import time_machine
from rq import Queue

from lms import schedule
from lms.domain.notifications import job_names
from lms.foundation import broker, clock, i18n


@pytest.fixture
def connection() -> Iterator[Any]:
    yield fakeredis.FakeStrictRedis()


def _waiting(connection: Any) -> list[str]:
    return [job.func_name for job in Queue(broker.QUEUE, connection=connection).jobs]


def test_each_entry_is_handed_over_when_it_is_due(connection: Any) -> None:
    timetable = schedule.Timetable(connection)
    with time_machine.travel("2026-11-20 02:38:30+00:00", tick=False) as traveller:
        timetable.hand_over_what_is_due()
        assert _waiting(connection) == []
        traveller.shift(timedelta(seconds=40))
        timetable.hand_over_what_is_due()
        timetable.hand_over_what_is_due()
        every_minute = [
            "lms.domain.assessment.overdue_jobs.end_overdue_attempts",
            "lms.domain.notifications.jobs.drain",
        ]
        assert sorted(_waiting(connection)) == every_minute
        traveller.shift(timedelta(seconds=60))
        timetable.hand_over_what_is_due()
        assert sorted(_waiting(connection)) == [
            "lms.domain.accounts.jobs.forget_what_has_served",
            *sorted(every_minute * 2),
        ]


def test_who_takes_over_begins_anew(connection: Any) -> None:
    timetable = schedule.Timetable(connection)
    with time_machine.travel("2026-11-20 10:00:30+00:00", tick=False) as traveller:
        timetable.hand_over_what_is_due()
        timetable.rest()
        traveller.shift(timedelta(hours=5))
        timetable.hand_over_what_is_due()
        assert _waiting(connection) == []


def test_a_broker_that_is_away_is_no_fault(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    timetable = schedule.Timetable(connection)
    with time_machine.travel("2026-11-20 10:00:30+00:00", tick=False) as traveller:
        timetable.hand_over_what_is_due()
        traveller.shift(timedelta(minutes=2))
        monkeypatch.setattr(broker, "is_up", lambda _connection: False)
        timetable.hand_over_what_is_due()
        monkeypatch.undo()
        timetable.hand_over_what_is_due()
        every_minute = [
            "lms.domain.assessment.overdue_jobs.end_overdue_attempts",
            "lms.domain.notifications.jobs.drain",
        ]
        assert sorted(_waiting(connection)) == every_minute


def test_every_job_can_be_found_by_its_name() -> None:
    for entry in schedule.TIMETABLE:
        module = __import__(entry.job.__module__, fromlist=[entry.job.__name__])
        assert getattr(module, entry.job.__name__) is entry.job
    assert clock.now().tzinfo is not None


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_regular_job_has_words_and_is_said_to_run_as_often_as_it_does(language: str) -> None:
    often = {
        schedule.name_of(entry.job): job_names.HOURLY if entry.cron.split()[1] == "*" else job_names.DAILY
        for entry in schedule.TIMETABLE
        if schedule.name_of(entry.job) in schedule.RECORDED
    }
    assert often == job_names.REGULAR
    with i18n.speaking(language):
        names = [schedule.name_of(entry.job) for entry in schedule.TIMETABLE]
        words = {name: job_names.job_words(name) for name in names}
    assert [name for name, said in words.items() if said == name] == []
    assert len(set(words.values())) == len(words)
