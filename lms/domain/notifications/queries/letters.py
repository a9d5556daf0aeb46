"""The administrator's lists of letters: to whom and what kind, never what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, text

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice
from lms.foundation.db import session

STATES = ("waiting", "sending", "failed", "bounced", "sent", "dropped")
# Word for word the conditions of the table's own indexes, or the databases would not use them.
STILL_TO_GO = text("notices.mail IN ('waiting', 'sending')")
NOT_DELIVERED = text("notices.mail IN ('failed', 'bounced', 'dropped')")
LEFT = text("notices.sent_at IS NOT NULL")


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One mail in the administrator's list."""

    id: int
    kind: str
    recipient: str
    address: str
    mail: str
    created_at: datetime
    mail_due_at: datetime
    sent_at: datetime | None
    tries: int
    failure: str | None


def list_outbox(state: str, limit: int, offset: int = 0) -> list[OutboxLine]:
    """Return the mails in one state: what waits, the oldest first; what is done, the newest first."""
    order = {"waiting": Notice.mail_due_at, "sending": Notice.mail_due_at, "sent": Notice.sent_at.desc()}
    by_id = Notice.id if state in ("waiting", "sending") else Notice.id.desc()
    rows = session.execute(
        select(Notice, User.name, User.email)
        .outerjoin(User, User.id == Notice.recipient_id)
        .where(_is(state))
        .order_by(order.get(state, Notice.mail_due_at.desc()), by_id)
        .limit(limit)
        .offset(offset)
    )
    return [
        OutboxLine(
            id=notice.id,
            kind=notice.kind,
            recipient=name or "",
            address=notice.address or email or "",
            mail=notice.mail,
            created_at=notice.created_at,
            mail_due_at=notice.mail_due_at,
            sent_at=notice.sent_at,
            tries=notice.tries,
            failure=notice.failure,
        )
        for notice, name, email in rows
    ]


def _is(state: str) -> ColumnElement[bool]:
    if state in ("waiting", "sending"):
        return and_(STILL_TO_GO, Notice.mail == state)
    return and_(LEFT if state == "sent" else NOT_DELIVERED, Notice.mail == state)


def count_undelivered(state: str) -> int:
    """Count the mails that failed, or that came back."""
    return session.scalar(select(func.count()).select_from(Notice).where(_is(state))) or 0


def list_to_try_again(state: str, most: int) -> Sequence[Notice]:
    """Return mails that failed, or came back, for trying them again together: the oldest first."""
    statement = select(Notice).where(_is(state)).order_by(Notice.mail_due_at, Notice.id).limit(most)
    return session.scalars(statement.with_for_update(skip_locked=True)).all()
