"""How a conversation stands after each message; pure decisions."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_TEXT = 20_000
ANSWERED_WITHIN = 3  # working days
SAME_FORM_FOR = timedelta(minutes=10)
EDITED_WITHIN = timedelta(minutes=15)
MOST_FILES = 5
LONGEST_LEAVE = timedelta(days=366)


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


def may_still_edit(sent_at: datetime, now: datetime, *, is_answered: bool) -> bool:
    """Words can be mended for a quarter of an hour, and never once the other side has answered them."""
    return not is_answered and now - sent_at <= EDITED_WITHIN


def message_key(
    sender_id: int, form_key: str, place: str, text: str, now: datetime, files: Sequence[str] = ()
) -> str:
    """Return what two sendings of one form have in common, and no two forms.

    Other words or files (by their digests) in the same form are another message: somebody went back
    and wrote again. A form that was written by hand has no key of its own: there the minutes stand
    in its place.
    """
    minutes = int(now.timestamp() // SAME_FORM_FOR.total_seconds())
    parts = (form_key or str(minutes), place, text, *sorted(files))
    digest = hashlib.sha256("\x00".join(parts).encode()).hexdigest()
    return f"{sender_id}:{digest[:40]}"
