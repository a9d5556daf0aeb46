"""Who is told and in which way, and which notice of the same deed a new one belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, case, func, select, update

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice, NoticeChoice
from lms.domain.notifications.rules import MailHours
from lms.foundation.db import session

_notices = Notice.__table__.c
_users, _choices = User.__table__.c, NoticeChoice.__table__.c
# Asked with nearly every deed, so made once.
_RECIPIENTS = (
    select(
        _users.id,
        _users.language,
        _users.time_zone,
        _users.mail_from_hour,
        _users.mail_to_hour,
        _users.mail_days,
        _users.digest_day,
        _choices.way,
    )
    .select_from(
        User.__table__.outerjoin(
            NoticeChoice.__table__,
            and_(_choices.user_id == _users.id, _choices.topic == bindparam("topic")),
        )
    )
    .where(
        _users.id.in_(bindparam("user_ids", expanding=True)),
        _users.standing.in_(bindparam("standings", expanding=True)),
    )
    .order_by(_users.id)
)


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
    standings = ["active", "unconfirmed"] if also_unconfirmed else ["active"]
    asked = {"user_ids": list(user_ids), "topic": topic, "standings": standings}
    rows = session.execute(_RECIPIENTS, asked)
    return [Recipient(row[0], row[1], MailHours(*row[2:7]), row[7]) for row in rows]


def list_told_lately(
    kind: str, subject: str, user_ids: Sequence[int], now: datetime, since: datetime
) -> dict[int, datetime | None]:
    """Return who was told of this thing since then and has not looked, with when their next letter leaves."""
    next_letter = func.min(
        case((and_(_notices.mail == "waiting", _notices.mail_due_at > now), _notices.mail_due_at))
    )
    rows = session.execute(
        select(_notices.recipient_id, next_letter)
        .where(_notices.subject == subject, _notices.kind == kind, _notices.recipient_id.in_(user_ids))
        .where(_notices.read_at.is_(None), _notices.created_at > since)
        .group_by(_notices.recipient_id)
    )
    return {row[0]: row[1] for row in rows}


def find_joinable(kinds: Sequence[str], recipient_id: int, module_id: int, since: datetime) -> Notice | None:
    """Return the notice of one of those kinds that the present deed wrote to this person about the module."""
    notices = session.scalars(
        select(Notice)
        .where(Notice.kind.in_(kinds), Notice.recipient_id == recipient_id, Notice.created_at >= since)
        .order_by(Notice.id.desc())
    )
    return next((each for each in notices if each.about.get("module_id") == module_id), None)


def drop_outdated(kinds: Sequence[str], subject: str) -> None:
    """Let no letter of these kinds about this thing leave any more, unless somebody may have it already."""
    session.execute(
        update(Notice)
        .where(Notice.subject == subject, Notice.kind.in_(kinds), Notice.mail == "waiting")
        .where(Notice.digest.is_(None), ~Notice.is_alone)
        .values(mail="dropped", failure="overtaken by later news")
    )
