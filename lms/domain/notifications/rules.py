"""When a mail may leave, what leaves together, and when it is tried again; pure decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 20  # with these pauses, some three days
SERVER_PAUSE = timedelta(seconds=30)
PILE = 2
PILED_UP_AFTER = timedelta(minutes=10)
# In which way people are told: at any hour, within their hours, in a summary, or without a letter.
ANY_HOUR, AT_ONCE, DAILY, WEEKLY, IN_APP = "any-hour", "at-once", "daily", "weekly", "in-app"


@dataclass(frozen=True, slots=True)
class MailHours:
    """The hours and weekdays, in a person's own zone, in which mail may reach them.

    `days` are digits, Monday is 1; hours over midnight belong to the day on which they begin.
    On `digest_day` the weekly summary leaves.
    """

    zone: str = "Europe/Vilnius"
    from_hour: int = 8
    to_hour: int = 20
    days: str = "1234567"
    digest_day: int = 1

    def include(self, moment: datetime) -> bool:
        """Whether mail may arrive at this moment."""
        local = moment.astimezone(ZoneInfo(self.zone))
        began_today = local.hour >= self.from_hour
        is_open = (
            (began_today and local.hour < self.to_hour)
            if self.from_hour < self.to_hour
            else (began_today or local.hour < self.to_hour)
        )
        began_on = local.date() if began_today else local.date() - timedelta(days=1)
        return is_open and self._is_among(began_on, self.days)

    def next_opening(self, moment: datetime, days: str | None = None) -> datetime:
        """Return when the hours begin next, as the clocks on the wall go, also when they are changed."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        # Two weeks and a day: hours that one change of the clocks leaves out are there a week later.
        ahead = (today + timedelta(days=number) for number in range(16))
        openings = (self._opening(day) for day in ahead if self._is_among(day, days or self.days))
        return next(opening for opening in openings if opening > moment and self.include(opening))

    @staticmethod
    def _is_among(day: date, days: str) -> bool:
        return str(day.isoweekday()) in days

    def _opening(self, day: date) -> datetime:
        # An hour that the change in spring leaves out begins when the clocks have been put forward;
        # of the hour that stands twice in autumn the first one counts.
        local = datetime.combine(day, time(self.from_hour % 24), ZoneInfo(self.zone))
        return local.astimezone(UTC)


def mail_due_at(now: datetime, hours: MailHours, *, is_urgent: bool = False) -> datetime:
    """Return when a mail may leave: at once where somebody waits for it, else within the person's hours."""
    if is_urgent or hours.include(now):
        return now
    return hours.next_opening(now)


def first_due_at(now: datetime, hours: MailHours, way: str) -> datetime:
    """Return when what has just happened may be mailed, in the way that its recipient wants it."""
    if way == DAILY:
        return hours.next_opening(now)
    if way == WEEKLY:
        day = str(hours.digest_day)
        return hours.next_opening(now, day if day in hours.days else hours.days[0])
    return mail_due_at(now, hours, is_urgent=way == ANY_HOUR)


def gathered_until(now: datetime, next_letter: datetime | None) -> datetime:
    """Return when a letter leaves that follows soon on one about the same thing which nobody has read.

    It joins the next letter that is planned; otherwise it waits for what may still come.
    """
    return next_letter or now + PILED_UP_AFTER


@dataclass(frozen=True, slots=True)
class Waiting:
    """One mail that could leave now, as far as it matters for what leaves together."""

    id: int
    way: str
    created_at: datetime


def leaves_together(now: datetime, waiting: Sequence[Waiting]) -> bool:
    """Whether what waits for one person leaves as one mail: a summary that was asked for, or a pile.

    A pile is what has come together over a night, a pause or an outage; what happens in one
    busy minute is still told as it comes.
    """
    if any(each.way in (DAILY, WEEKLY) for each in waiting):
        return True
    oldest = min((each.created_at for each in waiting), default=now)
    return len(waiting) >= PILE and now - oldest >= PILED_UP_AFTER


def next_try_at(now: datetime, tries: int, chance: float) -> datetime:
    """Return when to try again: each pause twice the last, and spread by chance (0–1) over time."""
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 20), LONGEST_PAUSE)
    return now + pause * (0.8 + 0.4 * chance)


def server_pause(chance: float) -> timedelta:
    """Return how long to leave a mail server alone that does not answer at all."""
    return SERVER_PAUSE * (0.8 + 0.4 * chance)


def gives_up_after(tries: int) -> bool:
    """Whether a mail that was put off so often is to be shown as failed."""
    return tries >= MOST_TRIES


def reason_of_bounce(said: str) -> str:
    """Say for people why a mail came back: no-mailbox, full or refused, by its status such as 5.1.1."""
    if said.startswith(("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")):
        return "no-mailbox"
    return "full" if said.startswith(("5.2.2", "4.2.2")) else "refused"


OTHER = "other"
UNDELIVERED_BECAUSE = (
    "no-mailbox",
    "full",
    "refused",
    "later",
    "no-connection",
    "worker-died",
    "unwritable",
    OTHER,
)
_NO_CONNECTION = ("SMTP", "Connection", "Timeout", "gaierror", "OSError", "SSL", "BrokenPipe", "Permission")


def reason_of_failure(said: str) -> str:
    """Say which of a few reasons it was, by how the words begin that a letter failed or came back with."""
    if said.startswith("not an e-mail address"):
        return "no-mailbox"
    if said.startswith("given up after many"):
        return "worker-died"
    if said.startswith(_NO_CONNECTION):
        return "no-connection"
    if said[:1] in ("4", "5"):
        # A bounce begins with its status; what a server says at once, with its code before that.
        found = reason_of_bounce(said[4:] if said[1:3].isdigit() else said)
        if found == "refused" and said.startswith("552"):
            return "full"
        return "later" if found == "refused" and said.startswith("4") else found
    return "unwritable" if said else OTHER


def masked(address: str) -> str:
    """Return an address with all but its first letter and its domain left out."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""
