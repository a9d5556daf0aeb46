"""How the outbox stands: what waits, since when, what did not arrive and why, and whether it is paused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, true

from lms.domain.accounts.models import User
from lms.domain.notifications import rules
from lms.domain.notifications.models import MailPause, Notice
from lms.domain.notifications.queries.letters import NOT_DELIVERED, STILL_TO_GO
from lms.foundation.db import session

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# What servers say begins alike where it means the same; names and addresses come later in it.
BEGINNING = 24
MOST_BEGINNINGS = 200


@dataclass(frozen=True, slots=True)
class Outbox:
    """The mails in each state that matters, those that left within a day, and the oldest that is due."""

    waiting: int
    sending: int
    failed: int
    bounced: int
    sent_within_a_day: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when letters wait, by whose word, and why."""

    began_at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """How many letters did not arrive for one reason, and when the last of them was due."""

    reason: str
    count: int
    last_at: datetime | None


def look_at_outbox(now: datetime) -> Outbox:
    """Count in one statement, through the indexes of what is unfinished, however much has been sent."""
    to_go = (
        select(
            func.count().filter(Notice.mail == "waiting").label("waiting"),
            func.count().filter(Notice.mail == "sending").label("sending"),
            func.min(case((Notice.mail_due_at <= now, Notice.mail_due_at))).label("oldest"),
        )
        .where(STILL_TO_GO)
        .subquery()
    )
    undelivered = (
        select(
            func.count().filter(Notice.mail == "failed").label("failed"),
            func.count().filter(Notice.mail == "bounced").label("bounced"),
        )
        .where(NOT_DELIVERED, Notice.mail.in_(("failed", "bounced")))
        .subquery()
    )
    sent = (
        select(func.count().label("sent"))
        .where(Notice.mail == "sent", Notice.sent_at >= now - DAY)
        .subquery()
    )
    row = session.execute(
        select(
            to_go.c.waiting,
            to_go.c.sending,
            undelivered.c.failed,
            undelivered.c.bounced,
            sent.c.sent,
            to_go.c.oldest,
        ).select_from(to_go.join(undelivered, true()).join(sent, true()))
    ).one()
    return Outbox(*row)


def find_pause() -> Pause | None:
    """Return the pause in which letters wait, if there is one."""
    row = session.execute(
        select(MailPause.began_at, User.name, MailPause.reason).join(User, User.id == MailPause.by_id)
    ).one_or_none()
    return Pause(*row) if row else None


def is_paused() -> bool:
    """Whether letters wait at somebody's word."""
    return session.scalar(select(MailPause.name)) is not None


def get_pause() -> MailPause | None:
    """Return the row of the pause for ending it, locked so that two who end it do it once."""
    return session.scalar(select(MailPause).with_for_update())


def list_undelivered(now: datetime) -> list[Undelivered]:
    """Return why letters that were due within a week failed or came back: the most frequent reason first."""
    beginning = func.substr(func.coalesce(Notice.failure, ""), 1, BEGINNING).label("beginning")
    counted = func.count().label("counted")
    rows = session.execute(
        select(beginning, counted, func.max(Notice.mail_due_at), func.sum(func.count()).over())
        .where(NOT_DELIVERED, Notice.mail.in_(("failed", "bounced")), Notice.mail_due_at >= now - WEEK)
        .group_by("beginning")
        .order_by(counted.desc(), "beginning")
        .limit(MOST_BEGINNINGS)
    ).all()
    return _by_reason([(row[0], row[1], row[2]) for row in rows], total=int(rows[0][3]) if rows else 0)


def _by_reason(counted: Sequence[tuple[str, int, datetime]], total: int) -> list[Undelivered]:
    found: dict[str, tuple[int, datetime | None]] = {}
    for beginning, count, last_at in counted:
        reason = rules.reason_of_failure(beginning)
        before, earlier = found.get(reason, (0, None))
        found[reason] = before + count, max(last_at, earlier or last_at)
    rest = total - sum(count for count, _last_at in found.values())
    if rest:
        before, earlier = found.get(rules.OTHER, (0, None))
        found[rules.OTHER] = before + rest, earlier
    lines = [Undelivered(reason, count, last_at) for reason, (count, last_at) in found.items()]
    return sorted(lines, key=lambda line: (-line.count, line.reason))
