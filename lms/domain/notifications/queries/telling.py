"""Who is told and in which way, and which notice of the same deed a new one belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice, NoticeChoice
from lms.domain.notifications.rules import MailHours
from lms.foundation.db import session

MAIL_HOURS = (User.time_zone, User.mail_from_hour, User.mail_to_hour, User.mail_days, User.digest_day)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is told something: their language, their hours, what they chose for the topic."""

    id: int
    language: str
    hours: MailHours
    chosen_way: str | None = None


def list_recipients(
    user_ids: Sequence[int], topic: str = "", *, also_unconfirmed: bool = False
) -> list[Recipient]:
    """Return those of these people whose accounts are open; letters go to unconfirmed ones too."""
    standings = ("active", "unconfirmed") if also_unconfirmed else ("active",)
    rows = session.execute(
        select(User.id, User.language, *MAIL_HOURS, NoticeChoice.way)
        .outerjoin(NoticeChoice, and_(NoticeChoice.user_id == User.id, NoticeChoice.topic == topic))
        .where(User.id.in_(list(user_ids)), User.standing.in_(standings))
        .order_by(User.id)
    )
    return [Recipient(row[0], row[1], MailHours(*row[2:7]), row[7]) for row in rows]


def find_joinable(kinds: Sequence[str], recipient_id: int, module_id: int, since: datetime) -> Notice | None:
    """Return the notice of one of those kinds that the present deed wrote to this person about the module."""
    notices = session.scalars(
        select(Notice)
        .where(Notice.kind.in_(kinds), Notice.recipient_id == recipient_id, Notice.created_at >= since)
        .order_by(Notice.id.desc())
    )
    return next((each for each in notices if each.about.get("module_id") == module_id), None)
