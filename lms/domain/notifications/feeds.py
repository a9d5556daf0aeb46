"""The private address at which somebody's own dates can be fetched: made, renewed, switched off, recognised.

Whoever has the address reads the dates, so its token is long, belongs to this address alone and is
forgotten when the address is renewed.
"""

import secrets

from lms.domain.accounts.tokens import digest, letter_secret
from lms.domain.notifications.feed_models import CalendarFeed
from lms.domain.notifications.queries import feeds as queries
from lms.foundation import clock, db, rendering
from lms.foundation.db import session

_PURPOSE = "calendar"


def make_feed(user_id: int, *, anew: bool = False) -> None:
    """Give somebody an address for their dates; `anew` puts another in its place, and the old one ends."""
    nonce = secrets.token_urlsafe(24)
    fresh = {"nonce": nonce, "token_hash": digest(_token(user_id, nonce)), "made_at": clock.now()}
    db.insert_once(CalendarFeed, user_id=user_id, **fresh)
    if anew:
        feed = queries.find_feed_for_change(user_id)
        if feed is not None:
            feed.nonce, feed.token_hash, feed.made_at = nonce, digest(_token(user_id, nonce)), clock.now()


def drop_feed(user_id: int) -> None:
    """Switch the address off; asking for it again finds nothing."""
    feed = queries.find_feed_for_change(user_id)
    if feed is not None:
        session.delete(feed)


def find_address(user_id: int) -> str | None:
    """Return the address to show to its owner, in the language that is being spoken; None if there is none.

    It is empty where the installation's key has changed: the old address still works, but nobody can
    write it again.
    """
    feed = queries.find_feed(user_id)
    if feed is None:
        return None
    token = _token(user_id, feed.nonce)
    if digest(token) != feed.token_hash:
        return ""
    return rendering.address_of("notifications.show_own_calendar", token=token)


def find_owner(token: str) -> int | None:
    """Return whose dates stand at this address."""
    return queries.find_feed_owner(digest(token))


def _token(user_id: int, nonce: str) -> str:
    return letter_secret(_PURPOSE, user_id, nonce)
