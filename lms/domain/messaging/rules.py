"""How a conversation stands after each message; pure decisions."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_TEXT = 20_000
ANSWERED_WITHIN = 3  # working days
SAME_FORM_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has the next word, and since when the authors have been waited for."""

    state: str
    waiting_since: datetime | None


def standing_after(*, is_from_learner: bool, waiting_since: datetime | None, now: datetime) -> Standing:
    """A word of the learner always makes the conversation wait, from their first unanswered word on."""
    if is_from_learner:
        return Standing("waiting", waiting_since or now)
    return Standing("answered", None)


def message_key(sender_id: int, form_key: str, place: str, text: str, now: datetime) -> str:
    """Return what two sendings of one form have in common, and no two forms.

    Other words in the same form are another message: somebody went back and wrote again. A form
    that was written by hand has no key of its own: there the minutes stand in its place.
    """
    minutes = int(now.timestamp() // SAME_FORM_FOR.total_seconds())
    parts = (form_key or str(minutes), place, text)
    digest = hashlib.sha256("\x00".join(parts).encode()).hexdigest()
    return f"{sender_id}:{digest[:40]}"
