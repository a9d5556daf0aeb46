"""Reading notices: the person's own list, the counts in the header, what a sender may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.accounts.tokens import digest
from lms.domain.catalogue.queries.actors import ACTOR, actor_of
from lms.domain.content.models import Module
from lms.domain.faq.queries import stamp_of
from lms.domain.learning.models import Enrolment
from lms.domain.learning.queries.notes import counted_notes
from lms.domain.learning.queries.standings import STANDING, standing_of
from lms.domain.learning.standing import Standing
from lms.domain.notifications.models import Notice
from lms.domain.notifications.rules import reason_of_bounce
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import NotFound

# All that leads to a conversation: whoever comes to it through one of these has read them all.
OF_CONVERSATIONS = ("message-posted", "question-handed-over")


class Unread(NamedTuple):
    """What the header counts."""

    notices: int
    messages: int


def _count_unread_of(user_id: Any) -> tuple[Any, Any]:
    unread = and_(_notices.recipient_id == user_id, _notices.read_at.is_(None), _notices.is_in_app)
    messages = select(func.count(func.distinct(_notices.subject))).where(
        unread, _notices.kind == "message-posted"
    )
    return select(func.count()).where(unread).scalar_subquery(), messages.scalar_subquery()


# Counted with every page: plain tables, and the statements are made once.
_notices = Notice.__table__.c
_UNREAD = select(*_count_unread_of(bindparam("user_id")))
_counts = _count_unread_of(User.__table__.c.id)
# Statements of single pages add their own columns to it.
VIEWER = ACTOR.add_columns(_counts[0].label("unread_notices"), _counts[1].label("unread_messages"))

_modules, _enrolments = Module.__table__.c, Enrolment.__table__.c
_READER = (
    VIEWER.add_columns(
        *STANDING,
        counted_notes(User.__table__.c.id, _modules.id).label("notes"),
        stamp_of(_modules.id).label("answers_stamp"),
    )
    .outerjoin(
        Module.__table__,
        and_(_modules.slug == bindparam("slug"), _modules.current_revision_id.is_not(None)),
    )
    .outerjoin(
        Enrolment.__table__,
        and_(_enrolments.module_id == _modules.id, _enrolments.learner_id == User.__table__.c.id),
    )
)


def count_unread(user_id: int) -> Unread:
    """Count for the header what the person has not opened yet, in one statement."""
    row = session.execute(_UNREAD, {"user_id": user_id}).one()
    return Unread(row[0], row[1])


def find_viewer(token: str) -> tuple[Actor, Unread] | None:
    """Return who holds this session's secret and what the header of their pages counts, in one statement."""
    row = session.execute(VIEWER, {"token_hash": digest(token)}).one_or_none()
    actor = actor_of(row) if row else None
    return (actor, Unread(row.unread_notices, row.unread_messages)) if row and actor else None


class Reader(NamedTuple):
    """Who reads a lesson, what the header counts, and how they stand; None where there is no such module."""

    actor: Actor
    unread: Unread
    standing: Standing | None
    has_notes: bool = False
    answers_stamp: int = 0


def find_reader(token: str, module_slug: str) -> Reader | None:
    """Return who holds this session's secret and how they stand in the module, in one statement."""
    row = session.execute(_READER, {"token_hash": digest(token), "slug": module_slug}).one_or_none()
    actor = actor_of(row) if row else None
    if row is None or actor is None:
        return None
    standing = standing_of(row) if row.module_id is not None else None
    unread = Unread(row.unread_notices, row.unread_messages)
    return Reader(actor, unread, standing, row.notes > 0, row.answers_stamp)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its recipient's list shows it."""

    id: int
    kind: str
    about: dict[str, Any]
    sender: str
    created_at: datetime
    read_at: datetime | None


def list_notices(user_id: int, limit: int, offset: int = 0) -> list[NoticeLine]:
    """Return the person's notices, newest first."""
    sender = aliased(User)
    rows = session.execute(
        select(Notice, sender.name)
        .outerjoin(sender, sender.id == Notice.sender_id)
        .where(Notice.recipient_id == user_id, Notice.is_in_app)
        .order_by(Notice.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        NoticeLine(notice.id, notice.kind, notice.about, name or "", notice.created_at, notice.read_at)
        for notice, name in rows
    ]


def count_notices(user_id: int) -> int:
    """Count the person's notices, for the pages of the list."""
    of_person = and_(Notice.recipient_id == user_id, Notice.is_in_app)
    return session.scalar(select(func.count()).select_from(Notice).where(of_person)) or 0


def get_notice(notice_id: int) -> Notice:
    """Return the notice, or refuse."""
    notice = session.get(Notice, notice_id)
    if notice is None:
        raise NotFound()
    return notice


def list_unread(user_id: int, subject: str | None = None) -> list[Notice]:
    """Return what the person has not read yet, all of it or only about one thing."""
    unread = select(Notice).where(_unread_of(user_id))
    if subject is not None:
        unread = unread.where(Notice.subject == subject)
    return list(session.scalars(unread))


class Unopened(NamedTuple):
    """The newest unread notice about a conversation, and whether a new message is among what they tell."""

    notice_id: int
    has_message: bool


def unread_in_conversations(user_id: int) -> dict[str, Unopened]:
    """Return by subject the conversations of which the person has not opened all, in one statement."""
    is_message = case((Notice.kind == "message-posted", 1), else_=0)
    rows = session.execute(
        select(Notice.subject, func.max(Notice.id), func.max(is_message))
        .where(_unread_of(user_id), Notice.kind.in_(OF_CONVERSATIONS))
        .group_by(Notice.subject)
    )
    return {row[0]: Unopened(row[1], bool(row[2])) for row in rows}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of telling one person, for its sender to see.

    `state` is waiting, sent, late, failed, bounced-<why> or read, or in-app where the person wants no
    letter. What is waiting leaves in the `way` that its recipient chose, at `at` if that is still to come.
    """

    occasion: str
    recipient_id: int | None
    recipient: str
    state: str
    at: datetime | None
    way: str = "at-once"


def delivery_of(subject: str) -> list[Delivery]:
    """Return what became of every notice about one thing, oldest first, for its sender."""
    return deliveries_of([subject]).get(subject, [])


def deliveries_of(subjects: Iterable[str]) -> dict[str, list[Delivery]]:
    """Return what became of the notices about several things, in one statement, for a list of them."""
    rows = session.execute(
        select(Notice, User.name)
        .outerjoin(User, User.id == Notice.recipient_id)
        .where(Notice.subject.in_(list(subjects)))
        .order_by(Notice.id)
    )
    found: dict[str, list[Delivery]] = {}
    for notice, name in rows:
        found.setdefault(notice.subject, []).append(_delivery(notice, name or notice.address))
    return found


def _delivery(notice: Notice, name: str) -> Delivery:
    state, at = "waiting", None
    if notice.read_at:
        state, at = "read", notice.read_at
    elif notice.mail == "sent":
        # A failure that was written down after the server's yes is its report that the mail is late.
        state, at = "late" if notice.failure else "sent", notice.sent_at
    elif notice.mail == "bounced":
        state = f"bounced-{reason_of_bounce(notice.failure or '')}"
    elif notice.mail in ("failed", "dropped"):
        state = "failed"
    elif notice.mail == "none":
        state = "in-app"
    elif notice.mail_due_at > clock.now():
        at = notice.mail_due_at
    return Delivery(notice.occasion, notice.recipient_id, name, state, at, notice.way)


def _unread_of(user_id: int) -> Any:
    return and_(Notice.recipient_id == user_id, Notice.read_at.is_(None), Notice.is_in_app)
