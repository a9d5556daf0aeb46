"""Who is told, and which notice of the same deed a new one belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice
from lms.domain.notifications.rules import MailHours
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is told something, with their language and the hours of their mail."""

    id: int
    language: str
    hours: MailHours


def list_recipients(user_ids: Sequence[int], *, also_unconfirmed: bool = False) -> list[Recipient]:
    """Return those of these people whose accounts are open; letters go to unconfirmed ones too."""
    standings = ("active", "unconfirmed") if also_unconfirmed else ("active",)
    rows = session.execute(
        select(User.id, User.language, User.time_zone, User.mail_from_hour, User.mail_to_hour)
        .where(User.id.in_(list(user_ids)), User.standing.in_(standings))
        .order_by(User.id)
    )
    return [Recipient(row[0], row[1], MailHours(row[2], row[3], row[4])) for row in rows]


def find_joinable(
    kinds: Sequence[str], recipient_id: int, module_id: int, since: datetime
) -> Notice | None:
    """Return the notice of one of those kinds that the present deed wrote to this person about the module."""
    notices = session.scalars(
        select(Notice)
        .where(Notice.kind.in_(kinds), Notice.recipient_id == recipient_id, Notice.created_at >= since)
        .order_by(Notice.id.desc())
    )
    return next((each for each in notices if each.about.get("module_id") == module_id), None)
