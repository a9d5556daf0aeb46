"""What came in by mail, which mail a bounce speaks of, and whom our letters do not reach."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice, ReceivedMail
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class Returned:
    """The person whose letter came back, and the mailbox it was sent to, for comparing."""

    user_id: int | None
    address: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """One mail that came in: whose answer or letter it was about, and what became of it."""

    received_at: datetime
    outcome: str
    reason: str
    person: str
    address: str
    kind: str  # of the letter that a report speaks of


def list_received(limit: int, offset: int = 0) -> list[ReceivedLine]:
    """Return what came in by mail, the newest first."""
    rows = session.execute(
        select(
            ReceivedMail.received_at,
            ReceivedMail.outcome,
            ReceivedMail.reason,
            func.coalesce(User.name, ""),
            ReceivedMail.address,
            func.coalesce(Notice.kind, ""),
        )
        .outerjoin(User, User.id == ReceivedMail.user_id)
        .outerjoin(Notice, Notice.id == ReceivedMail.notice_id)
        .order_by(ReceivedMail.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [ReceivedLine(*row) for row in rows]


def find_returned(notice_id: int) -> Returned | None:
    """Return to whom the mail of this notice went, or None."""
    row = session.execute(
        select(Notice.recipient_id, Notice.address, User.email_key)
        .outerjoin(User, User.id == Notice.recipient_id)
        .where(Notice.id == notice_id)
    ).one_or_none()
    return Returned(row[0], row[1].lower() or row[2] or "") if row else None


def mark_returned(notice_id: int, reason: str, *, is_final: bool) -> None:
    """Write down at the notice, and at all that left in one mail with it, that it came back or is late.

    A final report counts also where the worker has not yet marked the mail as sent; a late one changes
    no state. What waits to be sent once more is left alone.
    """
    digest = select(Notice.digest).where(Notice.id == notice_id, Notice.digest.is_not(None)).scalar_subquery()
    same_mail = or_(Notice.id == notice_id, Notice.digest == digest)
    states = ("sent", "sending") if is_final else ("sent",)
    values = {"mail": "bounced", "lease_until": None, "lease_holder": None} if is_final else {}
    session.execute(
        update(Notice)
        .where(same_mail, Notice.mail.in_(states))
        .values(failure=reason, **values)
        .execution_options(synchronize_session=False)
    )


def count_answers(user_id: int, subject: str, since: datetime) -> int:
    """Count what the person has answered by mail about this thing."""
    statement = select(func.count()).where(
        ReceivedMail.user_id == user_id,
        ReceivedMail.outcome == "taken",
        ReceivedMail.received_at >= since,
        ReceivedMail.subject == subject,
    )
    return session.scalar(statement) or 0


def count_bounces(user_id: int, address: str, since: datetime) -> int:
    """Count the letters to this mailbox of the person that came back for good."""
    statement = select(func.count()).where(
        ReceivedMail.user_id == user_id,
        ReceivedMail.outcome == "bounced",
        ReceivedMail.address == address,
        ReceivedMail.received_at >= since,
    )
    return session.scalar(statement) or 0
