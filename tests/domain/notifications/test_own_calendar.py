"""What stands in the calendar that somebody has asked for: their own dates and nobody else's."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from icalendar import Calendar

from lms.domain.accounts.models import User
from lms.domain.assessment.models import AgreedDate, PlannedDate
from lms.domain.catalogue import queries as catalogue
from lms.domain.consultations import queries as consultations
from lms.domain.consultations import service as hours
from lms.domain.learning import service as learning
from lms.domain.notifications import feeds, own_calendar
from lms.domain.notifications.feed_models import CalendarFeed
from lms.foundation import clock, signing
from lms.foundation.db import session
from lms.foundation.i18n import speaking
from tests.factories.accounts import actor_of, make_user
from tests.factories.assessment import make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_booking, make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("database")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def events_of(user: User, language: str = "lt") -> list[Any]:
    """The file as a calendar program reads it."""
    session.flush()
    person = catalogue.find_person(user.id)
    assert person is not None
    with speaking(language):
        content = own_calendar.file_for(person)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert "METHOD" not in calendar
    found = calendar.walk("VEVENT")
    assert len({each["UID"] for each in found}) == len(found)
    assert all(each["DTSTAMP"].dt == each["LAST-MODIFIED"].dt for each in found)
    return list(found)


def summaries(user: User, language: str = "lt") -> list[str]:
    return [str(each["SUMMARY"]) for each in events_of(user, language)]


def two_who_meet() -> tuple[Any, Any, Any]:
    module, author, learner = make_module(), make_user(name="Rasa Rasaitė"), make_user(name="Ona Onaitė")
    make_staff(author, "author", module=module)
    make_enrolment(learner, module)
    return module, author, learner


def test_a_consultation_stands_with_both_and_with_nobody_else() -> None:
    module, author, learner = two_who_meet()
    make_booking(make_slot(author, module), learner, subject="Kas negerai su mano žemėlapiu?")
    make_booking(make_slot(author, module, days=9))
    assert summaries(learner) == ["Konsultacija: Rasa Rasaitė"]
    assert summaries(learner, "en") == ["Consultation: Rasa Rasaitė"]
    assert len(summaries(author)) == 2
    (event,) = events_of(learner)
    assert "/consultations.show_booking/" in event["URL"]
    assert event["LOCATION"] == "https://pokalbiai.example.lt/rasa"
    # What the learner wrote stays on the platform.
    assert "žemėlapiu" not in str([dict(each) for each in events_of(author)])
    assert summaries(make_user()) == []


def test_changes_count_up_and_cancelled_ones_stay_while_they_lie_ahead() -> None:
    module, author, learner = two_who_meet()
    booking_id = make_booking(make_slot(author, module), learner).id
    (before,) = events_of(learner)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False):
        later = consultations.get_slot(make_slot(author, module, days=5).id)
        hours.move_booking(actor_of(learner), consultations.get_booking(booking_id), later, "Susirgau")
        (moved,) = events_of(learner)
    assert moved["UID"] == before["UID"]
    assert moved["SEQUENCE"] == before["SEQUENCE"] + 1
    assert moved["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert moved["DTSTART"].dt == later.starts_at.replace(microsecond=0)
    hours.cancel(actor_of(author), consultations.get_booking(booking_id), "Posėdis")
    (cancelled,) = events_of(learner)
    assert (cancelled["STATUS"], cancelled["SEQUENCE"]) == ("CANCELLED", moved["SEQUENCE"] + 1)
    assert cancelled["SUMMARY"] == "Atšaukta konsultacija: Rasa Rasaitė"
    with time_machine.travel(clock.now() + timedelta(days=6)):
        assert events_of(learner) == []


def test_days_of_the_plan_follow_what_is_left() -> None:
    module = make_module()
    learner = make_user()
    make_enrolment(learner, module)
    make_enrolment(other := make_user(), module)
    learning.save_plan(actor_of(other), minutes_a_week=600, days=[7])
    with time_machine.travel(MONDAY, tick=False):
        learning.save_plan(actor_of(learner), minutes_a_week=30, days=[1, 4], target_on=date(2026, 12, 24))
        found = events_of(learner)
        days = [each["DTSTART"].dt for each in found if str(each["SUMMARY"]).startswith("Laikas mokytis")]
        assert days[:3] == [date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 30)]
        assert "15 min" in found[1]["SUMMARY"].replace("\N{NO-BREAK SPACE}", " ")
        assert found[0]["DTSTART"].dt == date(2026, 12, 24)
        assert all(each["TRANSP"] == "TRANSPARENT" for each in found)
        assert {each["DTEND"].dt - each["DTSTART"].dt for each in found} == {timedelta(days=1)}
        learning.pause_plan(actor_of(learner), date(2026, 12, 1))
        rested = [each["DTSTART"].dt for each in events_of(learner)]
        assert min(rested) == date(2026, 12, 3)
        learning.pause_plan(actor_of(learner))
        assert summaries(learner) == ["Diena, iki kurios noriu baigti"]


def test_days_to_hand_in_stand_until_the_work_is_there() -> None:
    module = make_module(slug="clusters")
    learner, other = make_user(), make_user()
    enrolment = make_enrolment(learner, module)
    make_enrolment(other, module)
    for person in (learner, other):
        where = {"learner_id": person.id, "module_id": module.module_id, "assignment": "actor-map"}
        session.add(PlannedDate(**where, planned_on=date(2036, 3, 1), set_at=clock.now()))
        note = {"note": "Taip.", "language": "lt", "agreed_by_id": other.id, "agreed_at": clock.now()}
        session.add(AgreedDate(**where, agreed_on=date(2036, 3, 30), **note))
    found = events_of(learner)
    assert [each["DTSTART"].dt for each in found] == [date(2036, 3, 1), date(2036, 3, 30)]
    assert [str(each["SUMMARY"]).partition(":")[0] for each in found] == [
        "Pateikti, kaip planavau",
        "Pateikti, kaip sutarta",
    ]
    submission = make_submission(enrolment, module)
    make_version(submission, module)
    assert events_of(learner) == []
    assert len(events_of(other)) == 2


def test_an_author_sees_by_when_what_waits_is_promised() -> None:
    module, author, learner = two_who_meet()
    stranger = make_user()
    make_staff(stranger, "author", module=make_module())
    with time_machine.travel(datetime(2026, 12, 23, 10, 0, tzinfo=UTC), tick=False):
        make_conversation(learner, module, answer_by=date(2026, 12, 31), waiting_since=clock.now())
        (event,) = events_of(author)
        assert event["DTSTART"].dt == date(2026, 12, 31)
        assert str(event["SUMMARY"]).startswith("Atsakyti į klausimą: ")
        assert learner.name not in str(dict(event))
        assert events_of(stranger) == events_of(learner) == []


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Europe/Vilnius", datetime(2027, 3, 28, 2, 30)),
        ("Europe/Vilnius", datetime(2027, 3, 28, 4, 30)),
        ("Europe/Oslo", datetime(2026, 10, 25, 1, 30)),
        ("Europe/Oslo", datetime(2026, 10, 25, 3, 30)),
    ],
)
def test_both_clock_changes_leave_each_hour_and_each_day_where_it_is(zone: str, local: datetime) -> None:
    module, author, learner = two_who_meet()
    learner.time_zone = zone
    starts_at = local.replace(tzinfo=ZoneInfo(zone))
    with time_machine.travel(starts_at - timedelta(days=3), tick=False):
        make_booking(make_slot(author, module, starts_at=starts_at.astimezone(UTC)), learner)
        learning.save_plan(actor_of(learner), minutes_a_week=60, days=[7])
        found = events_of(learner)
        assert found[0]["DTSTART"].dt.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
        assert found[0]["DTEND"].dt - found[0]["DTSTART"].dt == timedelta(minutes=30)
        assert found[1]["DTSTART"].dt == local.date()
        assert found[1]["DTEND"].dt == local.date() + timedelta(days=1)


def test_today_is_the_readers_own() -> None:
    """At half past eleven at night in Oslo it is tomorrow in Vilnius already."""
    module, days = make_module(), {}
    for zone in ("Europe/Oslo", "Europe/Vilnius"):
        person = make_user(time_zone=zone)
        make_enrolment(person, module)
        learning.save_plan(actor_of(person), minutes_a_week=60, days=[1, 2, 3, 4, 5, 6, 7])
        with time_machine.travel(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), tick=False):
            days[zone] = events_of(person)[0]["DTSTART"].dt
    assert days == {"Europe/Oslo": date(2026, 11, 24), "Europe/Vilnius": date(2026, 11, 25)}


def test_an_address_is_made_once_renewed_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    person, other = make_user(), make_user()
    feeds.make_feed(other.id)
    assert feeds.find_address(person.id) is None
    feeds.make_feed(person.id)
    first = feeds.find_address(person.id)
    feeds.make_feed(person.id)
    assert feeds.find_address(person.id) == first
    assert first is not None
    token = first.rpartition("token=")[2]
    assert len(token) >= 30
    assert feeds.find_owner(token) == person.id
    row = session.get_one(CalendarFeed, person.id)
    assert token not in (row.nonce, row.token_hash)
    feeds.make_feed(person.id, anew=True)
    session.flush()
    assert feeds.find_owner(token) is None
    fresh = (feeds.find_address(person.id) or "").rpartition("token=")[2]
    assert feeds.find_owner(fresh) == person.id
    monkeypatch.setattr(signing, "_secret", "another key of the installation")
    assert feeds.find_address(person.id) == ""
    assert feeds.find_owner(fresh) == person.id
    feeds.drop_feed(person.id)
    feeds.drop_feed(person.id)
    session.flush()
    assert feeds.find_owner(fresh) is None
    assert session.get(CalendarFeed, other.id) is not None
