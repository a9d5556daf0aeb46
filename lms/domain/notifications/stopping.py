"""Ending letters with one click: the address in each letter is signed for its recipient and its topics.

Only topics that one can do without have such an address (RFC 8058 for the head of the mail).
"""

from collections.abc import Iterable

from lms.domain.notifications.topics import BY_KEY, OPTIONAL
from lms.foundation import rendering, signing

BETWEEN = "-"


def address_for(user_id: int | None, topics: Iterable[str]) -> str:
    """Return where this person ends letters on these topics; empty where none of them can be ended."""
    keys = set(topics)
    ended = BETWEEN.join(key for key in OPTIONAL if key in keys)
    if not ended or user_id is None:
        return ""
    key = signing.seal(_purpose(ended), user_id)
    return rendering.address_of("notifications.stop_mail", topics=ended, key=key)


def headers_for(address: str) -> dict[str, str]:
    """Return what tells a mail program how to end these letters with one click."""
    if not address:
        return {}
    # Mail programs use it for https alone; a demo without https shows what production sends.
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def find_reader(topics: str, key: str) -> int | None:
    """Return for whom we made this key, or None if we did not make it for these topics."""
    if not all(each in BY_KEY for each in topics.split(BETWEEN)):
        return None
    return signing.unseal(_purpose(topics), key)


def _purpose(topics: str) -> str:
    return f"stop-mail:{topics}"
