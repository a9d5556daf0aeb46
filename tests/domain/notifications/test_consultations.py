"""Both sides of a consultation are told, each with a file that their own calendar understands."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select

from lms import wiring
from lms.domain.accounts.models import User
from lms.domain.consultations import queries, service
from lms.domain.consultations.jobs import remind_of_consultations
from lms.domain.notifications import choosing, jobs, letters
from lms.domain.notifications import queries as notices
from lms.domain.notifications.models import Notice
from lms.foundation.db import session
from lms.foundation.mail_writing import compose
from tests.domain.notifications.conftest import Post
from tests.domain.notifications.samples import sample
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.consultations import make_slot
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

SENDER = "Savimoka <no-reply@learn.example.lt>"


def calendar_of(mail: Any) -> Any:
    """The appointment as a mail program finds it, with the method that the mail's part names."""
    parsed = message_from_bytes(compose(mail, SENDER), policy=default)
    (part,) = (each for each in parsed.walk() if each.get_content_type() == "text/calendar")
    (attached,) = (each for each in parsed.walk() if each.get_content_type() == "application/ics")
    assert attached.get_content().replace(b"\r\n", b"\n") == part.get_payload(decode=True).replace(
        b"\r\n", b"\n"
    )
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert calendar["METHOD"] == part.get_param("method")
    (event,) = calendar.walk("VEVENT")
    return calendar, event


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize(
    ("variant", "method", "status"),
    [
        ("consultation-booked", "REQUEST", "CONFIRMED"),
        ("consultation-changed", "REQUEST", "CONFIRMED"),
        ("consultation-cancelled", "CANCEL", "CANCELLED"),
    ],
)
@pytest.mark.usefixtures("sqlite")
def test_the_file_says_what_the_letter_says(variant: str, method: str, status: str, language: str) -> None:
    mail = letters.compose(sample(variant, language))
    calendar, event = calendar_of(mail)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == (method, status, 1)
    assert event["UID"] == "0123456789abcdef@savimoka"
    assert event["DTSTART"].dt == datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert event["ATTENDEE"] == f"mailto:{mail.to_address}"
    assert "Rasa Rasaitė" in event["SUMMARY"]
    assert mail.invitation is not None
    assert all(len(line) <= 75 for line in mail.invitation.content.split(b"\r\n"))


@pytest.mark.usefixtures("sqlite")
def test_a_reminder_brings_no_file() -> None:
    assert letters.compose(sample("consultation-near", "lt")).invitation is None


@pytest.mark.usefixtures("database")
def test_both_are_told_of_each_deed_and_nobody_learns_an_address() -> None:
    wiring.connect()
    module, author, learner = make_module(), make_user(name="Rasa Rasaitė"), make_user(name="Ona Onaitė")
    make_staff(author, "author", module=module)
    make_enrolment(learner, module)
    slot = queries.get_slot(make_slot(author, module).id)
    booking_id = service.book(actor_of(learner), slot, "Apie žemėlapį")
    session.commit()
    later = queries.get_slot(make_slot(author, module, days=5).id)
    service.move_booking(actor_of(learner), queries.get_booking(booking_id), later, "Susirgau")
    session.commit()
    service.cancel(actor_of(author), queries.get_booking(booking_id), "Posėdis")
    session.commit()
    rows = session.scalars(select(Notice).where(Notice.subject == f"consultation:{booking_id}")).all()
    told = [(row.kind, row.recipient_id, row.about["other"], row.about["sequence"]) for row in rows]
    kinds = ["consultation-booked", "consultation-changed", "consultation-cancelled"]
    assert sorted(told) == sorted(
        (kind, person, other, number)
        for number, kind in enumerate(kinds)
        for person, other in ((author.id, "Ona Onaitė"), (learner.id, "Rasa Rasaitė"))
    )
    assert all(row.is_alone for row in rows)
    files = [letters.compose(letter).invitation for letter in notices.list_letters([row.id for row in rows])]
    for row, file in zip(rows, files, strict=True):
        stranger = author.email if row.recipient_id == learner.id else learner.email
        assert file is not None
        assert stranger.encode() not in file.content


MEETING = datetime(2026, 11, 26, 8, tzinfo=UTC)


def booked() -> queries.Booking:
    """A consultation of two people whose letters may come from 16 o'clock on; they have had the first one."""
    with time_machine.travel(MEETING - timedelta(days=3), tick=False) as clock:
        module, author = make_module(), make_user(mail_from_hour=16, mail_to_hour=20)
        learner = make_user(mail_from_hour=16, mail_to_hour=20)
        make_staff(author, "author", module=module)
        make_enrolment(learner, module)
        slot = queries.get_slot(make_slot(author, module, starts_at=MEETING).id)
        booking_id = service.book(actor_of(learner), slot, "Apie žemėlapį")
        session.commit()
        clock.shift(timedelta(hours=7))
        assert jobs.drain() == 2
        return queries.get_booking(booking_id)


@pytest.mark.usefixtures("database")
def test_a_letter_with_a_file_follows_whoever_chooses_other_hours_or_another_language(post: Post) -> None:
    module, author = make_module(), make_user(mail_from_hour=16, mail_to_hour=20)
    learner = make_user(mail_from_hour=16, mail_to_hour=20)
    make_staff(author, "author", module=module)
    make_enrolment(learner, module)
    with time_machine.travel(MEETING - timedelta(days=3), tick=False):
        slot = queries.get_slot(make_slot(author, module, starts_at=MEETING).id)
        service.book(actor_of(learner), slot, "Apie žemėlapį")
        session.commit()
        learner.mail_from_hour, learner.language = 0, "en"
        choosing.follow(learner.id)
        session.commit()
        assert jobs.drain() == 1
    (mail,) = post.mails
    assert (mail.to_address, mail.language) == (learner.email, "en")
    assert mail.invitation and b"SUMMARY:Consultation:" in mail.invitation.content


def reminders() -> list[str]:
    """What became of the letters that remind of the consultation."""
    session.expire_all()
    return list(session.scalars(select(Notice.mail).where(Notice.kind == "consultation-near")))


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("deed", ["cancel", "move"])
def test_nobody_is_reminded_of_what_was_cancelled_or_moved_meanwhile(deed: str, post: Post) -> None:
    booking = booked()
    learner = actor_of(session.get_one(User, booking.learner_id))
    with time_machine.travel(MEETING - timedelta(days=1), tick=False) as clock:
        assert remind_of_consultations() == 1
        assert reminders() == ["waiting", "waiting"]
        if deed == "cancel":
            service.cancel(learner, booking, "Susirgau")
        else:
            author = session.get_one(User, booking.author_id)
            other = make_slot(author, booking, starts_at=MEETING + timedelta(days=4))
            service.move_booking(learner, booking, queries.get_slot(other.id), "Susirgau")
        session.commit()
        clock.shift(timedelta(hours=7))
        assert jobs.drain() == 2
    assert reminders() == ["dropped", "dropped"]
    assert len(post.mails) == 4
    assert all(mail.invitation for mail in post.mails)  # a reminder brings no file


@pytest.mark.usefixtures("database")
def test_nobody_is_reminded_of_what_is_over(post: Post) -> None:
    booked()
    with time_machine.travel(MEETING - timedelta(days=1), tick=False) as clock:
        assert remind_of_consultations() == 1
        clock.shift(timedelta(days=1, hours=7))  # so long the mail server was away
        assert jobs.drain() == 0
    assert reminders() == ["dropped", "dropped"]
    assert len(post.mails) == 2


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("zone", "shown"), [("Europe/Vilnius", "03.00–03.30"), ("Europe/Oslo", "02.00–02.30")]
)
def test_in_the_hour_that_stands_twice_letter_and_file_say_which(zone: str, shown: str) -> None:
    wiring.connect()
    module, author = make_module(), make_user(name="Rasa Rasaitė")
    learner = make_user(name="Ona Onaitė", time_zone=zone)
    make_staff(author, "author", module=module)
    make_enrolment(learner, module)
    second = datetime(2026, 10, 25, 1, tzinfo=UTC)
    with time_machine.travel(second - timedelta(days=5), tick=False):
        make_slot(author, module, starts_at=second - timedelta(hours=1))
        slot = queries.get_slot(make_slot(author, module, starts_at=second).id)
        booking_id = service.book(actor_of(learner), slot, "Apie žemėlapį")
        session.commit()
    to_learner = select(Notice.id).where(
        Notice.subject == f"consultation:{booking_id}", Notice.recipient_id == learner.id
    )
    mail = letters.compose(notices.list_letters([session.scalars(to_learner).one()])[0])
    assert f"{shown}\N{NO-BREAK SPACE}val. (žiemos laiku)" in mail.text.replace("\n", " ")
    _calendar, event = calendar_of(mail)
    assert event["DTSTART"].dt == second
