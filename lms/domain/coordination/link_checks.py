"""What is made of a visit to an address outside. Pure functions, and who does the visiting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lms.foundation.outside import Found

GONE, NOWHERE, SILENT, FAULTY = "gone", "nowhere", "silent", "faulty"
EVERY, AFTER_A_FAILURE = timedelta(days=14), timedelta(days=1)
# One bad day of a server is no broken link.
FAILURES_THAT_COUNT = {GONE: 2, NOWHERE: 3, SILENT: 4, FAULTY: 4}
_GONE = frozenset({404, 410})
_FIRST_FAULT = 500

Visit = Callable[[str], Found]
_visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a link stands after it was looked at."""

    trouble: str
    failures: int
    is_broken: bool
    due_at: datetime


def use(visit: Visit | None) -> None:
    """Let links be looked at in this way; None where the operator has not asked for it."""
    global _visit
    _visit = visit


def visitor() -> Visit | None:
    """Return how addresses are visited, if they are."""
    return _visit


def trouble_of(found: Found) -> str:
    """Return what is wrong with an address; a server that turns programs away may well serve people."""
    if found.trouble == "refused":
        return ""
    if found.trouble:
        return found.trouble
    if found.status in _GONE:
        return GONE
    return FAULTY if found.status >= _FIRST_FAULT else ""


def standing_after(found: Found, failures: int, now: datetime) -> Standing:
    """Return how a link stands after this visit, when so many before it had failed."""
    trouble = trouble_of(found)
    if not trouble:
        return Standing("", 0, False, now + EVERY)
    failures += 1
    return Standing(trouble, failures, failures >= FAILURES_THAT_COUNT[trouble], now + AFTER_A_FAILURE)
