"""Files for calendars hold what people typed, and nothing that a program could take for a line of its own."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar.cal import Component

from lms.foundation import calendars

AT = datetime(2026, 12, 4, 8, tzinfo=UTC)
# As it is pasted from other programs, or sent by hand.
TYPED = "Kaip\x0bpradėti,\rATTENDEE:mailto:x@example.lt\r\nir; kur?\x1b\x00\u2028Ačiū\t🙂"
MEANT = "Kaip\npradėti,\nATTENDEE:mailto:x@example.lt\nir; kur?\nAčiū\t🙂"


def events_of(content: bytes) -> list[Component]:
    """The appointments of a file in which each line ends as all do."""
    text = content.decode()
    assert [line.strip("\r\n") for line in text.splitlines(keepends=True)] == text.split("\r\n")[:-1]
    assert all(sign.isprintable() or sign == "\t" for sign in text.replace("\r\n", ""))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return list(Calendar.from_ical(content).walk("VEVENT"))


def test_what_controls_a_line_never_gets_into_a_file() -> None:
    appointment = calendars.Entry(
        uid="1@savimoka", sequence=0, starts_at=AT, ends_at=AT + timedelta(hours=1), summary=TYPED,
        description=TYPED, place=TYPED, link="https://learn.example.lt/", written_at=AT,
        person="Ona Onaitė", person_address="ona@example.lt",
    )  # fmt: skip
    (event,) = events_of(calendars.write(calendars.REQUEST, [appointment], "lt"))
    assert [event["SUMMARY"], event["DESCRIPTION"], event["LOCATION"]] == [MEANT] * 3
    assert event["ATTENDEE"] == "mailto:ona@example.lt"
    day = calendars.DayEntry(
        uid="2@savimoka", day=date(2026, 12, 4), summary=TYPED, description=TYPED,
        link="https://learn.example.lt/", written_at=AT,
    )  # fmt: skip
    (event,) = events_of(calendars.write_feed("Datos", [day], "lt"))
    assert [event["SUMMARY"], event["DESCRIPTION"]] == [MEANT] * 2
