"""Reading and claiming the outbox: what is due, who holds it, what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.notifications.models import Notice
from lms.domain.notifications.queries import together
from lms.domain.notifications.rules import AT_ONCE, MailHours
from lms.foundation import db
from lms.foundation.db import session

STATES = ("waiting", "sending", "sent", "failed", "bounced", "dropped")
_CLAIMING = 736_001  # any number that nothing else locks
_notices: Any = Notice.__table__
# Word for word the condition of the outbox's own index, or the databases would not use it.
_STILL_TO_GO = text("notices.mail IN ('waiting', 'sending')")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to be sent: the notice with all that its templates need, read at once."""

    id: int
    kind: str
    language: str
    subject: str
    about: Mapping[str, Any]
    message_id: str
    created_at: datetime
    mail_due_at: datetime
    is_in_app: bool
    tries: int
    address: str
    recipient: str
    form_of_address: str
    sender: str
    hours: MailHours
    is_wanted: bool  # the account is still open, or there is none yet
    recipient_id: int | None = None
    way: str = AT_ONCE
    digest: str | None = None  # the Message-ID that it shares with others
    is_alone: bool = False
    is_early: bool = False  # it only comes along with others, before its own time
    read_at: datetime | None = None


def _due(now: datetime, *, waiting_since: datetime | None = None) -> ColumnElement[bool]:
    """What may leave now: mail whose moment has come, and mail that a worker took and never sent."""
    return and_(
        _STILL_TO_GO,
        or_(
            and_(Notice.mail == "waiting", Notice.mail_due_at <= (waiting_since or now)),
            and_(Notice.mail == "sending", Notice.lease_until < now),
        ),
    )


def has_due(now: datetime) -> bool:
    """Whether any mail could leave now."""
    return session.scalar(select(Notice.id).where(_due(now)).limit(1)) is not None


def claim(now: datetime, until: datetime, holder: str, most: int, new_name: Callable[[], str]) -> list[int]:
    """Take up to so many due mails for this holder alone, and what leaves in one mail with any of them.

    What another is taking is passed over. Mails that failed before go last, so that none of
    them holds up a younger one. Account letters have no place in the app: somebody waits for
    them, and they go first.
    """
    # Two that took at once would make two mails of what waits for one person.
    db.one_at_a_time(_CLAIMING)
    order = (Notice.tries, Notice.is_in_app, Notice.mail_due_at, Notice.id)
    due = select(*together.COLUMNS).where(_due(now)).order_by(*order).limit(most)
    taken = session.execute(due.with_for_update(skip_locked=True)).all()
    if not taken:
        return []
    gathered = together.gather(now, taken, new_name)
    ids = [*(row.id for row in taken), *gathered.more]
    session.execute(
        update(_notices)
        .where(_notices.c.id.in_(ids))
        .values(
            mail="sending",
            lease_until=until,
            lease_holder=holder,
            # What only comes along before its own time does not use up its tries.
            tries=case((_notices.c.mail_due_at <= now, _notices.c.tries + 1), else_=_notices.c.tries),
            # Whoever had it before may have died after the server's yes.
            is_alone=or_(_notices.c.is_alone, _notices.c.mail == "sending"),
        )
    )
    together.write_names(gathered.digests)
    return ids


def list_letters(ids: Sequence[int]) -> list[Letter]:
    """Return these mails with their recipients and senders, in that order, in one statement."""
    recipient, sender = aliased(User), aliased(User)
    rows = session.execute(
        select(Notice, recipient, sender.name)
        .outerjoin(recipient, recipient.id == Notice.recipient_id)
        .outerjoin(sender, sender.id == Notice.sender_id)
        .where(Notice.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    letters = {notice.id: _letter(notice, to, from_name) for notice, to, from_name in rows}
    return [letters[each] for each in ids if each in letters]


def _letter(notice: Notice, to: User | None, from_name: str | None) -> Letter:
    return Letter(
        id=notice.id,
        kind=notice.kind,
        language=notice.language,
        subject=notice.subject,
        about=notice.about,
        message_id=notice.message_id,
        created_at=notice.created_at,
        mail_due_at=notice.mail_due_at,
        is_in_app=notice.is_in_app,
        tries=notice.tries,
        address=notice.address or (to.email if to else ""),
        recipient=to.name if to else notice.about.get("name", ""),
        form_of_address=to.form_of_address if to else "",
        sender=from_name or "",
        hours=hours_of(to) if to else MailHours(),
        is_wanted=to is None or to.standing != "deactivated",
        recipient_id=notice.recipient_id,
        way=notice.way,
        digest=notice.digest,
        is_alone=notice.is_alone,
        read_at=notice.read_at,
    )


def hours_of(user: User) -> MailHours:
    """Return the hours and days in which this person's mail may reach them."""
    return MailHours(user.time_zone, user.mail_from_hour, user.mail_to_hour, user.mail_days, user.digest_day)


def prolong(ids: Sequence[int], holder: str, until: datetime) -> set[int]:
    """Keep mails for longer; return those that are still this holder's."""
    return set(
        session.scalars(
            update(_notices)
            .where(_notices.c.id.in_(ids), _notices.c.mail == "sending", _notices.c.lease_holder == holder)
            .values(lease_until=until)
            .returning(_notices.c.id)
        )
    )


def write_down(holder: str, outcomes: Sequence[Mapping[str, Any]]) -> None:
    """Record what became of mails: `id`, `mail`, `mail_due_at`, `tries`, `sent_at`, `failure`,
    `digest` and `is_alone` of each.

    What the server has taken is sent, whoever holds it by now; all else counts only while it is held.
    """
    names = ("mail", "mail_due_at", "tries", "sent_at", "failure", "digest", "is_alone")
    statement = (
        update(_notices)
        .where(
            _notices.c.id == bindparam("of_id"),
            _notices.c.mail != "sent",
            _notices.c.mail != "bounced",  # a mail may come back before it was marked as sent
            or_(
                _notices.c.lease_holder == holder, bindparam("of_mail", type_=_notices.c.mail.type) == "sent"
            ),
        )
        .values({name: bindparam(f"of_{name}", type_=_notices.c[name].type) for name in names})
        .values(lease_until=None, lease_holder=None)
    )
    rows = [{f"of_{name}": outcome[name] for name in ("id", *names)} for outcome in outcomes]
    session.connection().execute(statement, rows)


def put_off(now: datetime, until: datetime) -> None:
    """Let all due mail wait, for the mail server is away."""
    session.execute(
        update(_notices)
        .where(_notices.c.mail == "waiting", _notices.c.mail_due_at <= now)
        .values(mail_due_at=until)
    )


def count_outbox_by_state() -> dict[str, int]:
    """Count the mails in each state, for the administrator's page and the command."""
    rows = session.execute(
        select(Notice.mail, func.count()).where(Notice.mail != "none").group_by(Notice.mail)
    )
    counted = {row[0]: row[1] for row in rows}
    return {state: counted.get(state, 0) for state in STATES}


def find_oldest_due(now: datetime) -> datetime | None:
    """Return since when the oldest mail that could have left has been waiting."""
    return session.scalar(select(func.min(Notice.mail_due_at)).where(_STILL_TO_GO, Notice.mail_due_at <= now))


def is_left_behind(now: datetime, after: timedelta) -> bool:
    """Whether mail has been due for so long that no worker can be at it."""
    overdue = _due(now, waiting_since=now - after)
    return session.scalar(select(Notice.id).where(overdue).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """One mail in the administrator's list: to whom and what kind, never what it says."""

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
    still_to_go = state in ("waiting", "sending")
    order = (Notice.mail_due_at, Notice.id) if still_to_go else (Notice.id.desc(),)
    rows = session.execute(
        select(Notice, User.name, User.email)
        .outerjoin(User, User.id == Notice.recipient_id)
        .where(Notice.mail == state)
        .order_by(*order)
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


def list_failed() -> list[Notice]:
    """Return all mails that failed, for trying them again together."""
    return list(session.scalars(select(Notice).where(Notice.mail == "failed").with_for_update()))
