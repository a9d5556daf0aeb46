"""What waits overnight, over a change of clocks, a move or an outage leaves as one letter at its hour."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from lms.domain.accounts import service as accounts
from lms.domain.accounts.models import User
from lms.domain.assessment.events import SubmissionGraded
from lms.domain.notifications import choosing, jobs
from lms.domain.notifications.models import Notice
from lms.domain.notifications.rules import MailHours, first_due_at, mail_due_at
from lms.foundation.db import session
from lms.foundation.mail import MailUnavailable
from tests.domain.notifications.conftest import Post
from tests.domain.notifications.test_summaries import told
from tests.domain.notifications.test_telling import message_posted, publish
from tests.factories.accounts import make_user
from tests.factories.assessment import make_grading, make_submission, make_version
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("database")
VILNIUS, OSLO = "Europe/Vilnius", "Europe/Oslo"
CHANGES = [date(2026, 3, 29), date(2026, 10, 25)]  # both are Sundays


def at(day: date, hour: int, minute: int = 0, zone: str = VILNIUS) -> datetime:
    """A moment by the clock on a wall in that zone."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def person(email: str, **values: Any) -> User:
    return make_user(email=email, **{"mail_from_hour": 8, "mail_to_hour": 20, **values})


def be_answered(learner: User) -> None:
    """An author answers a question of this learner."""
    publish(message_posted(make_conversation(learner), make_user(name="Rasa Žemaitytė")))


def be_graded(learner: User) -> None:
    """A work of this learner is graded."""
    module = make_module()
    version = make_version(make_submission(make_enrolment(learner, module), module), module)
    grading = make_grading(version)
    publish(
        SubmissionGraded(
            submission_id=version.submission_id,
            grading_id=grading.id,
            learner_ids=(learner.id,),
            grader_id=grading.grader_id,
            module_id=module.module_id,
            outcome="graded",
        )
    )


def choose(learner: User, way: str) -> None:
    """Let the learner want answers in this way; of grades everyone is told within their hours."""
    choosing.choose(learner.id, {"messages": way}, "1234567", 7)


def drain() -> int:
    """What the worker does every minute."""
    session.commit()
    return jobs.drain()


def each_hour(time: Any, until: datetime) -> Iterator[datetime]:
    """Let an hour pass, and another, up to the last second before that moment."""
    moment = datetime.now(UTC)
    while (moment := moment + timedelta(hours=1)) < until:
        time.move_to(moment, tick=False)
        yield moment
    time.move_to(until - timedelta(seconds=1), tick=False)
    yield until


@pytest.mark.parametrize("way", ["at-once", "daily"])
def test_what_happens_at_twenty_to_midnight_is_one_letter_at_eight(post: Post, way: str) -> None:
    night = date(2026, 11, 20)
    with time_machine.travel(at(night, 23, 40), tick=False) as time:
        learner, awake = person("jonas@example.lt"), person("ona@example.lt", mail_to_hour=24)
        choose(learner, way)
        for each in (learner, awake):
            be_answered(each)
            be_graded(each)
        assert drain() == 2  # to somebody who is awake, as it comes
        eight = at(night + timedelta(days=1), 8)
        for _hour in each_hour(time, eight):
            assert drain() == 0
        time.move_to(eight, tick=False)
        assert drain() == 1
        assert drain() == 0
    assert post.addresses == ["ona@example.lt", "ona@example.lt", "jonas@example.lt"]
    letter = post.mails[-1]
    assert letter.subject == "Santrauka: 2 pranešimai"
    assert "atsakė į jūsų klausimą" in letter.text
    assert "Jūsų darbas" in letter.text


@pytest.mark.parametrize("zone", [VILNIUS, OSLO])
@pytest.mark.parametrize("sunday", CHANGES)
def test_in_the_night_of_the_change_letters_wait_until_eight_by_the_wall(
    post: Post, zone: str, sunday: date
) -> None:
    evening = at(sunday - timedelta(days=1), 23, 40, zone)
    with time_machine.travel(evening, tick=False) as time:
        people = {way: person(f"{way}@example.lt", time_zone=zone) for way in ("at-once", "daily", "weekly")}
        for way, each in people.items():
            choose(each, way)
            be_answered(each)
            be_graded(each)
        eight = at(sunday, 8, zone=zone)
        for _hour in each_hour(time, eight):
            assert drain() == 0
        time.move_to(eight, tick=False)
        assert drain() == 3
        assert drain() == 0
    assert sorted(post.addresses) == sorted(each.email for each in people.values())
    assert {mail.subject for mail in post.mails} == {"Santrauka: 2 pranešimai"}


@pytest.mark.parametrize(("zone", "hour"), [(VILNIUS, 3), (OSLO, 2)])
def test_hours_that_spring_leaves_out_are_those_of_the_next_day(zone: str, hour: int) -> None:
    sunday, hours = CHANGES[0], MailHours(zone, hour, hour + 1, digest_day=7)
    evening = at(sunday - timedelta(days=1), 23, 40, zone)
    monday = at(sunday + timedelta(days=1), hour, zone=zone)
    assert mail_due_at(evening, hours) == monday
    assert first_due_at(evening, hours, "daily") == monday
    assert first_due_at(evening, hours, "weekly") == at(sunday + timedelta(days=7), hour, zone=zone)


@pytest.mark.parametrize(("zone", "hour"), [(VILNIUS, 3), (OSLO, 2)])
def test_in_the_hour_that_stands_twice_a_summary_leaves_once(post: Post, zone: str, hour: int) -> None:
    sunday = CHANGES[1]
    with time_machine.travel(at(sunday - timedelta(days=1), 23, 40, zone), tick=False) as time:
        jonas = person("jonas@example.lt", time_zone=zone, mail_from_hour=hour, mail_to_hour=hour + 1)
        choose(jonas, "daily")
        be_answered(jonas)
        first = at(sunday, hour, zone=zone)
        time.move_to(first, tick=False)
        assert drain() == 1
        be_answered(jonas)
        for minutes in (30, 60, 90):  # by the wall: half past, the hour again, half past again
            time.move_to(first + timedelta(minutes=minutes), tick=False)
            assert drain() == 0
        time.move_to(at(sunday + timedelta(days=1), hour, zone=zone), tick=False)
        assert drain() == 1
    assert len(post.mails) == 2


def move(email: str, **values: Any) -> None:
    """Change what the person has said of themself, as on the page of their account."""
    user = session.query(User).filter_by(email=email).one()
    kept = {name: getattr(user, name) for name in accounts.Profile.__dataclass_fields__}
    accounts.change_profile(user.id, replace(accounts.Profile(**kept), **values))
    session.commit()


@pytest.mark.parametrize("way", ["at-once", "daily"])
@pytest.mark.parametrize(
    ("changed", "arrives"),
    [
        ({"time_zone": OSLO}, (9, 0)),
        ({"time_zone": "Asia/Tokyo"}, (1, 0)),
        ({"mail_from_hour": 6}, (6, 0)),
        ({"mail_from_hour": 10}, (10, 0)),
    ],
)
def test_who_moves_while_letters_wait_has_them_in_the_new_hours(
    post: Post, way: str, changed: dict[str, Any], arrives: tuple[int, int]
) -> None:
    night = date(2026, 11, 20)
    with time_machine.travel(at(night, 23, 40), tick=False) as time:
        jonas, ona = person("jonas@example.lt"), person("ona@example.lt")
        choose(jonas, way)
        be_answered(jonas)
        be_graded(jonas)
        be_answered(ona)
        time.move_to(at(night, 23, 55), tick=False)
        move("jonas@example.lt", **changed)
        sent_at = at(night + timedelta(days=1), *arrives)
        for _hour in each_hour(time, sent_at):
            drain()
        assert "jonas@example.lt" not in post.addresses
        time.move_to(sent_at, tick=False)
        drain()
        time.move_to(at(night + timedelta(days=1), 12), tick=False)
        drain()
    assert sorted(post.addresses) == ["jonas@example.lt", "ona@example.lt"]


def test_who_may_be_written_to_at_any_hour_from_now_on_has_at_once_what_waits(post: Post) -> None:
    night = date(2026, 11, 20)
    with time_machine.travel(at(night, 23, 40), tick=False) as time:
        jonas, ona = person("jonas@example.lt"), person("ona@example.lt")
        for each in (jonas, ona):
            be_answered(each)
            be_graded(each)
        time.move_to(at(night, 23, 55), tick=False)
        move("jonas@example.lt", mail_from_hour=0, mail_to_hour=24, language="en")
        assert drain() == 1
    (letter,) = post.mails
    assert (letter.to_address, letter.subject) == ("jonas@example.lt", "Summary: 2 notices")


def test_what_a_server_may_have_already_does_not_follow(post: Post) -> None:
    noon = at(date(2026, 11, 20), 12)
    with time_machine.travel(noon, tick=False):
        jonas = person("jonas@example.lt")
        be_answered(jonas)
        post.is_away = MailUnavailable("TimeoutError", everyone=False, may_be_taken=True)
        drain()
        (before,) = session.query(Notice.mail_due_at, Notice.language).all()
        move("jonas@example.lt", time_zone="Asia/Tokyo", language="en")
        assert session.query(Notice.mail_due_at, Notice.language).all() == [before]


# What happens on a long day to one person, and how often; fifty things in all.
LONG_DAY = {
    ("message-posted-answer", "conversation:1"): 21,
    ("group-invited", "group-invitation:1"): 1,
    ("study-reminder", "study-plan:1"): 1,
    ("message-posted-answer", "conversation:2"): 12,
    ("attempt-marked", "attempt:1"): 10,
    ("date-agreed", "agreed-date:1"): 1,
    ("group-changed-joined", "group:1"): 1,
    ("message-posted-answer", "conversation:3"): 2,
    ("submission-graded", "submission:1"): 1,
}
IN_ORDER = {
    "lt": [
        "Santrauka: 50 pranešimų",
        "Jūsų rezultatai",
        "– Jūsų testo „Baigiamasis testas“ atsakymai įvertinti (pranešimų: 10)",
        "– Jūsų darbas „Veikėjų žemėlapis“ įvertintas",
        "Su jumis sutartos dienos ir laikas",
        "– Jūsų darbo „Veikėjų žemėlapis“ laukiama iki 2026 m. gruodžio 4 d.",
        "Klausimai ir atsakymai",
        "– 21 nauja žinutė apie pamoką „Trys sektoriai“",
        "– 12 naujų žinučių apie pamoką „Trys sektoriai“",
        "– 2 naujos žinutės apie pamoką „Trys sektoriai“",
        "Darbas grupėje",
        "– Rasa Žemaitytė kviečia kartu atlikti užduotį „Veikėjų žemėlapis“",
        "– Rasa Žemaitytė prisijungė prie jūsų grupės: „Veikėjų žemėlapis“",
        "Jūsų mokymosi planas",
    ],
    "en": [
        "Summary: 50 notices",
        "Your results",
        "– Your answers to “Final quiz” have been marked (10 notices)",
        "– Your work “Actor map” has been graded",
        "Dates and time agreed with you",
        "– There is time for your work “Actor map” until 4 December 2026",
        "Questions and answers",
        "– 21 new messages about the lesson “Three sectors”",
        "– 12 new messages about the lesson “Three sectors”",
        "– 2 new messages about the lesson “Three sectors”",
        "Working in a group",
        "– Rasa Žemaitytė invites you to do “Actor map” together",
        "– Rasa Žemaitytė has joined your group: “Actor map”",
        "Your study plan",
    ],
}


def happenings() -> list[tuple[str, str]]:
    """What happens one after the other: each thing once, then again those of which there is more."""
    rounds = range(max(LONG_DAY.values()))
    return [each for number in rounds for each, times in LONG_DAY.items() if times > number]


@pytest.mark.parametrize(("language", "zone"), [("lt", VILNIUS), ("en", OSLO)])
def test_after_a_day_without_mail_one_letter_tells_everything_in_order(
    post: Post, language: str, zone: str
) -> None:
    """The server is away from nine in the morning until half past nine in the evening."""
    day = date(2026, 11, 20)
    with time_machine.travel(at(day, 9, zone=zone), tick=False) as time:
        jonas = person("jonas@example.lt", time_zone=zone, language=language)
        ona = person("ona@example.lt", time_zone=zone)
        told(ona, way="at-once")
        post.is_away = MailUnavailable("ConnectionRefusedError: nobody there")
        for variant, thing in happenings():
            told(jonas, variant, way="at-once", subject=thing, language=language)
            assert drain() == 0
            time.shift(timedelta(minutes=15))
        assert at(day, 21, 30, zone) == datetime.now(UTC)
        post.is_away = None
        for _hour in each_hour(time, at(day + timedelta(days=1), 8, zone=zone)):
            assert drain() == 0
        time.move_to(at(day + timedelta(days=1), 8, zone=zone), tick=False)
        assert drain() == 2
        assert drain() == 0
    (letter,) = (mail for mail in post.mails if mail.to_address == "jonas@example.lt")
    places = [f"{letter.subject}\n{letter.text}".find(words) for words in IN_ORDER[language]]
    assert -1 not in places
    assert places == sorted(places)
    assert {mail.to_address for mail in post.mails} == {"jonas@example.lt", "ona@example.lt"}
