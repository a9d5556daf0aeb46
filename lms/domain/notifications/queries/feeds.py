"""The private addresses of people's own dates."""

from sqlalchemy import select

from lms.domain.notifications.feed_models import CalendarFeed
from lms.foundation.db import session


def find_feed(user_id: int) -> CalendarFeed | None:
    """Return somebody's address for their dates, if they have one."""
    return session.get(CalendarFeed, user_id)


def find_feed_for_change(user_id: int) -> CalendarFeed | None:
    """Return it as it is now, and let another deed on it wait."""
    statement = select(CalendarFeed).filter_by(user_id=user_id).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


def find_feed_owner(token_hash: str) -> int | None:
    """Return whose address has a token with this digest."""
    return session.scalar(select(CalendarFeed.user_id).filter_by(token_hash=token_hash))
