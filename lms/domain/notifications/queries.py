"""Reading notices: the in-app list, the counts in the header, the outbox."""

from typing import NamedTuple

from sqlalchemy import and_, func, select

from lms.domain.notifications.models import Notice
from lms.foundation.db import session


class Unread(NamedTuple):
    """What the header counts."""

    notices: int
    messages: int


def count_unread(user_id: int) -> Unread:
    """Count for the header what the person has not opened yet, in one statement."""
    unread = and_(Notice.recipient_id == user_id, Notice.read_at.is_(None), Notice.is_in_app)
    notices = select(func.count()).select_from(Notice).where(unread).scalar_subquery()
    messages = (
        select(func.count(func.distinct(Notice.subject)))
        .where(unread, Notice.kind == "message-posted")
        .scalar_subquery()
    )
    row = session.execute(select(notices, messages)).one()
    return Unread(row[0], row[1])
