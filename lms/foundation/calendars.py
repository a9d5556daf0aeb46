"""Calendar files as RFC 5545 has them, and invitations that mail programs enter by themselves (RFC 5546)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

MEDIA_TYPE = "text/calendar"
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
_organiser = ("Savimoka", "savimoka@localhost")
_REFRESHED = timedelta(hours=6)
# RFC 5545, 3.3.11: nothing that controls a line. Some programs refuse such a file, others see a line more.
_ENDS_OF_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def use_organiser(name: str, address: str) -> None:
    """Plug in who invites: the platform itself, so that nobody's own address is told to anybody."""
    global _organiser
    _organiser = (name or "Savimoka", address)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One appointment of one person; `uid` and `sequence` are how their calendar knows it again.

    Moments are written in UTC, which every calendar shows in its owner's own zone: a file that
    carried rules of a zone would be right only as long as the law about summer time stays.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    place: str
    link: str
    written_at: datetime
    person: str = ""
    person_address: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    """A whole day that something falls on; it takes up nobody's time, and is the same day in every zone."""

    uid: str
    day: date
    summary: str
    description: str
    link: str
    written_at: datetime


def write(method: str, entries: Iterable[Entry], language: str) -> bytes:
    """Return the file; REQUEST enters or changes in a calendar what it holds, CANCEL strikes it out."""
    # The library takes 10 MiB, which a process that writes no such file can spare.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = _begin(Calendar(), language)
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(_component(entry, method))
    return bytes(calendar.to_ical())


def write_feed(name: str, entries: Iterable[Entry | DayEntry], language: str) -> bytes:
    """Return the file that a calendar program fetches again and again, as the program is to call it.

    It invites nobody, so it names no method, and DTSTAMP is when the entry last changed: what has not
    changed is the same file, byte for byte.
    """
    from icalendar import Calendar  # noqa: PLC0415

    calendar = _begin(Calendar(), language)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        event = _day(entry) if isinstance(entry, DayEntry) else _appointment(entry)
        event.add("last-modified", entry.written_at.astimezone(UTC).replace(microsecond=0))
        calendar.add_component(event)
    if not calendar.subcomponents:
        # RFC 5545, 3.6: a file without any component is none, and programs refuse it as broken.
        calendar.add_component(_world_time())
    return bytes(calendar.to_ical())


def _begin(calendar: Any, language: str) -> Any:
    calendar.add("prodid", f"-//Savimoka//{language.upper()}")
    calendar.add("version", "2.0")
    return calendar


def _text(words: str) -> str:
    return _CONTROLS.sub("", _ENDS_OF_LINES.sub("\n", words))


def _world_time() -> Any:
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415

    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    always.add("dtstart", datetime(1970, 1, 1))
    always.add("tzoffsetfrom", timedelta(0))
    always.add("tzoffsetto", timedelta(0))
    zone.add_component(always)
    return zone


def _day(entry: DayEntry) -> Any:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.written_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _text(entry.summary))
    event.add("description", _text(entry.description))
    event.add("url", entry.link)
    event.add("transp", "TRANSPARENT")
    return event


def _component(entry: Entry, method: str) -> Any:
    from icalendar import vCalAddress  # noqa: PLC0415

    event = _appointment(entry)
    name, address = _organiser
    organiser = vCalAddress(f"mailto:{address}")
    organiser.params["CN"] = name.replace('"', "'")
    event.add("organizer", organiser)
    if method != PUBLISH:
        person = vCalAddress(f"mailto:{entry.person_address}")
        # A straight quotation mark cannot stand in a parameter.
        person.params.update({"CN": entry.person.replace('"', "'"), "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        event.add("attendee", person)
    return event


def _appointment(entry: Entry) -> Any:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    for name, moment in (
        ("dtstamp", entry.written_at),
        ("dtstart", entry.starts_at),
        ("dtend", entry.ends_at),
    ):
        event.add(name, moment.astimezone(UTC).replace(microsecond=0))
    event.add("summary", _text(entry.summary))
    event.add("description", _text(entry.description))
    event.add("location", _text(entry.place))
    event.add("url", entry.link)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
