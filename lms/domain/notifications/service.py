"""Deeds of notices: telling people, reading, and the administrator's trying again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from lms.domain.accounts.actor import Actor
from lms.domain.notifications import carrier, jobs, queries, rules, topics
from lms.domain.notifications.kinds import NoticeKind, Told
from lms.domain.notifications.models import Notice
from lms.domain.notifications.queries import Recipient
from lms.foundation import audit, clock, db
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.events import Event
from lms.foundation.i18n import DEFAULT_LANGUAGE
from lms.foundation.i18n import gettext as _
from lms.foundation.jobs import enqueue_after_commit

MOST_AT_ONCE = 500  # so that nobody else waits for long while they are written down


class Retried(NamedTuple):
    """How many mails are to be sent again, and how many of that kind are left."""

    number: int
    left: int


def notify(kind: NoticeKind, event: Event) -> None:
    """Write down, in the deed's own transaction, who is told of this event, and have the mail sent after it.

    The row is the notice in the app and the outbox at once; the same occasion is told once.
    """
    db.session.flush()  # What the deed has changed is there for whoever reads what to tell to whom.
    told = kind.tell(event)
    if told is None:
        return
    recipients = _recipients_of(kind, told)
    if kind.joins:
        recipients = [each for each in recipients if not _has_joined(kind, told, each)]
    lately = _told_lately(kind, told, recipients)
    db.insert_absent(Notice, [_row(kind, told, each, lately) for each in recipients])
    if kind.outdates:
        queries.drop_outdated(kind.outdates, told.subject)
    if recipients:
        enqueue_after_commit(jobs.drain)


def _recipients_of(kind: NoticeKind, told: Told) -> list[Recipient | None]:
    if not told.recipients:
        return [None] if told.address else []
    found = queries.list_recipients(told.recipients, kind.topic, also_unconfirmed=not kind.is_in_app)
    return list(found)


def _told_lately(
    kind: NoticeKind, told: Told, recipients: Sequence[Recipient | None]
) -> dict[int, datetime | None]:
    if not kind.gathers:
        return {}
    now, people = clock.now(), [each.id for each in recipients if each]
    return queries.list_told_lately(kind.kind, told.subject, people, now, now - rules.PILED_UP_AFTER)


def _has_joined(kind: NoticeKind, told: Told, recipient: Recipient | None) -> bool:
    """Add this to the other notice of the same deed, so that nobody gets two letters for one grade."""
    if not kind.joins or recipient is None or told.of_deed_since is None:
        return False
    other = queries.find_joinable(kind.joins, recipient.id, told.about["module_id"], told.of_deed_since)
    if other is None:
        return False
    other.about = {**other.about, "also": kind.kind}
    return True


def _row(
    kind: NoticeKind, told: Told, recipient: Recipient | None, lately: Mapping[int, datetime | None]
) -> dict[str, object]:
    now = leaves_at = clock.now()
    hours = recipient.hours if recipient else rules.MailHours()
    way = _way_for(kind, recipient)
    if recipient and recipient.id in lately and way == rules.AT_ONCE:
        leaves_at = rules.gathered_until(now, lately[recipient.id])
    return {
        "kind": kind.kind,
        "recipient_id": recipient.id if recipient else None,
        "address": told.address,
        "language": told.language or (recipient.language if recipient else DEFAULT_LANGUAGE),
        "sender_id": told.sender_id,
        "subject": told.subject,
        "occasion": told.occasion,
        "about": {**told.about, **told.about_each.get(recipient.id, {})} if recipient else told.about,
        "is_in_app": kind.is_in_app,
        "created_at": now,
        "way": way,
        "mail": "none" if way == rules.IN_APP else "waiting",
        "mail_due_at": now if kind.is_urgent else rules.first_due_at(leaves_at, hours, way),
        "tries": 0,
        "is_alone": kind.invitation is not None,
        "message_id": carrier.new_message_id(),
    }


def _way_for(kind: NoticeKind, recipient: Recipient | None) -> str:
    if recipient is None or not kind.is_in_app:
        return rules.AT_ONCE
    return topics.way_of(kind.topic, recipient.chosen_way)


def mark_read_about(user_id: int, subject: str) -> None:
    """Remember that the person has seen the thing itself."""
    for notice in queries.list_unread(user_id, subject):
        notice.read_at = clock.now()


def mark_all_read(user_id: int) -> None:
    """Remember that the person has looked through all their notices."""
    for notice in queries.list_unread(user_id):
        notice.read_at = clock.now()


def retry_mail(actor: Actor, notice: Notice) -> None:
    """Let a mail that failed or came back be sent again, at the administrator's word."""
    if notice.mail not in ("failed", "bounced"):
        raise Conflict(_("Only letters that failed or came back can be tried again."))
    _try_again(actor, notice)


def retry_all(actor: Actor, state: str) -> Retried:
    """Let mails that failed, or came back, be sent again: the oldest first, so many at a time."""
    if state not in ("failed", "bounced"):
        raise NotFound()
    mails = queries.list_to_try_again(state, MOST_AT_ONCE)
    for notice in mails:
        _wait_again(notice)
    if mails:
        audit.record(actor.label, "mail-retried", f"letters:{state}", letters=len(mails))
        enqueue_after_commit(jobs.drain)
    return Retried(len(mails), queries.count_undelivered(state))


def _try_again(actor: Actor, notice: Notice) -> None:
    _wait_again(notice)
    audit.record(actor.label, "mail-retried", f"notice:{notice.id}", failure=notice.failure)
    enqueue_after_commit(jobs.drain)


def _wait_again(notice: Notice) -> None:
    notice.mail, notice.mail_due_at, notice.tries = "waiting", clock.now(), 0
    if not notice.is_alone:
        notice.digest = None  # nobody has it yet: it may leave with whatever else waits by now
