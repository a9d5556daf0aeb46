"""Reading and claiming the outbox: what is due, who holds it, what became of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, or_, select, update

from lms.domain.accounts.models import User
from lms.domain.notifications.models import MailPause, Notice
from lms.domain.notifications.queries import together
from lms.domain.notifications.queries.letters import STILL_TO_GO
from lms.domain.notifications.rules import AT_ONCE, MailHours
from lms.foundation import db
from lms.foundation.db import session

_CLAIMING = 736_001  # any number that nothing else locks
_notices: Any = Notice.__table__
_recipients, _senders = User.__table__.alias(), User.__table__.alias()
_to = _recipients.c
# Plain columns, for letters go out by the thousand; the statement is made once.
_LETTERS = (
    select(
        *(_notices.c[name] for name in (
            "id", "kind", "language", "subject", "about", "message_id", "created_at", "mail_due_at",
            "is_in_app", "tries", "address", "recipient_id", "way", "digest", "is_alone", "read_at",
        )),
        _to.email, _to.name, _to.form_of_address, _to.standing,
        _senders.c.name.label("sender"),
        _to.time_zone, _to.mail_from_hour, _to.mail_to_hour, _to.mail_days, _to.digest_day,
    )
    .select_from(_notices)
    .outerjoin(_recipients, _to.id == _notices.c.recipient_id)
    .outerjoin(_senders, _senders.c.id == _notices.c.sender_id)
    .where(_notices.c.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mail."""

    id: int
    mail: str
    mail_due_at: datetime
    tries: int
    sent_at: datetime | None = None
    failure: str | None = None
    digest: str | None = None
    is_alone: bool = False


def _due(
    now: datetime, even_in_a_pause: Collection[str], *, waiting_since: datetime | None = None
) -> ColumnElement[bool]:
    """What may leave now: mail whose moment has come, and mail that a worker took and never sent.

    While letters are paused, only those of the kinds that leave even then.
    """
    return and_(
        STILL_TO_GO,
        or_(
            and_(Notice.mail == "waiting", Notice.mail_due_at <= (waiting_since or now)),
            and_(Notice.mail == "sending", Notice.lease_until < now),
        ),
        or_(Notice.kind.in_(even_in_a_pause), ~select(MailPause.name).exists()),
    )


def has_due(now: datetime, even_in_a_pause: Collection[str]) -> bool:
    """Whether any mail could leave now."""
    return session.scalar(select(Notice.id).where(_due(now, even_in_a_pause)).limit(1)) is not None


def await_claims() -> None:
    """Let no worker claim mail before the present deed has ended."""
    db.one_at_a_time(_CLAIMING)


def claim(
    now: datetime,
    until: datetime,
    holder: str,
    most: int,
    new_name: Callable[[], str],
    even_in_a_pause: Collection[str],
) -> list[int]:
    """Take up to so many due mails for this holder alone, and what leaves in one mail with any of them.

    What another is taking is passed over. Mails that failed before go last, so that none of
    them holds up a younger one. Account letters have no place in the app: somebody waits for
    them, and they go first.
    """
    # Two that took at once would make two mails of what waits for one person.
    db.one_at_a_time(_CLAIMING)
    order = (Notice.tries, Notice.is_in_app, Notice.mail_due_at, Notice.id)
    due = select(*together.COLUMNS).where(_due(now, even_in_a_pause)).order_by(*order).limit(most)
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
    rows = session.execute(_LETTERS, {"ids": ids})
    letters = {row.id: _letter(row) for row in rows}
    return [letters[each] for each in ids if each in letters]


def _letter(row: Any) -> Letter:
    has_account = row.standing is not None
    return Letter(
        id=row.id,
        kind=row.kind,
        language=row.language,
        subject=row.subject,
        about=row.about,
        message_id=row.message_id,
        created_at=row.created_at,
        mail_due_at=row.mail_due_at,
        is_in_app=row.is_in_app,
        tries=row.tries,
        address=row.address or row.email or "",
        recipient=row.name if has_account else row.about.get("name", ""),
        form_of_address=row.form_of_address or "",
        sender=row.sender or "",
        hours=MailHours(*row[-5:]) if has_account else MailHours(),
        is_wanted=row.standing != "deactivated",
        recipient_id=row.recipient_id,
        way=row.way,
        digest=row.digest,
        is_alone=row.is_alone,
        read_at=row.read_at,
    )


def hours_of(user: User) -> MailHours:
    """Say of an account at hand in which hours and on which days its person's mail may reach them."""
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


def write_down(holder: str, outcomes: Sequence[Outcome]) -> None:
    """Record what became of mails.

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
    rows = [{f"of_{name}": getattr(outcome, name) for name in ("id", *names)} for outcome in outcomes]
    session.connection().execute(statement, rows)


def put_off(now: datetime, until: datetime) -> None:
    """Let all due mail wait, for the mail server is away."""
    session.execute(
        update(_notices)
        .where(_notices.c.mail == "waiting", _notices.c.mail_due_at <= now)
        .values(mail_due_at=until)
    )


def is_left_behind(now: datetime, after: timedelta, even_in_a_pause: Collection[str]) -> bool:
    """Whether mail has been due for so long that no worker can be at it."""
    overdue = _due(now, even_in_a_pause, waiting_since=now - after)
    return session.scalar(select(Notice.id).where(overdue).limit(1)) is not None
