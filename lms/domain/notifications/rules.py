"""When a mail may leave, and when it is tried again; pure decisions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_TRIES = 20  # with these pauses, some three days
SERVER_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class MailHours:
    """The hours of the day, in a person's own zone, in which mail may reach them."""

    zone: str = "Europe/Vilnius"
    from_hour: int = 8
    to_hour: int = 20

    def include(self, moment: datetime) -> bool:
        """Whether mail may arrive at this moment."""
        if self.from_hour == self.to_hour:
            return True
        hour = moment.astimezone(ZoneInfo(self.zone)).hour
        if self.from_hour < self.to_hour:
            return self.from_hour <= hour < self.to_hour
        return hour >= self.from_hour or hour < self.to_hour

    def next_opening(self, moment: datetime) -> datetime:
        """Return when the hours begin next, as the clocks on the wall go, also when they are changed."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        openings = (self._opening(today + timedelta(days=ahead)) for ahead in range(3))
        return next(opening for opening in openings if opening > moment)

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
