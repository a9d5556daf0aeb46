"""Reading and keeping how people want to be told."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select, update

from lms.domain.accounts import queries as accounts
from lms.domain.notifications.models import Notice, NoticeChoice
from lms.domain.notifications.queries.outbox import hours_of
from lms.domain.notifications.rules import MailHours
from lms.foundation import db
from lms.foundation.db import session


def choices_of(user_id: int) -> dict[str, str]:
    """Return in which way the person wants which topic, as far as they have chosen."""
    rows = session.execute(
        select(NoticeChoice.topic, NoticeChoice.way).where(NoticeChoice.user_id == user_id)
    )
    return {row[0]: row[1] for row in rows}


def keep_choice(user_id: int, topic: str, way: str) -> None:
    """Keep one choice, in place of an earlier one."""
    db.insert_absent(NoticeChoice, [{"user_id": user_id, "topic": topic, "way": way}])
    of_topic = (NoticeChoice.user_id == user_id, NoticeChoice.topic == topic)
    session.execute(update(NoticeChoice).where(*of_topic).values(way=way))


def get_mail_hours(user_id: int) -> MailHours:
    """Return the hours and days in which this person's mail may reach them."""
    return hours_of(accounts.get_user(user_id))


def list_still_free(user_id: int, always_alone: Collection[str]) -> list[Notice]:
    """Return the notices whose mail waits and has certainly not left, for a choice that has changed.

    Of what leaves by itself a server may have something already, but not of kinds that always do and
    that nobody has tried yet.
    """
    untried = and_(Notice.kind.in_(always_alone), Notice.tries == 0, Notice.failure.is_(None))
    waiting = select(Notice).where(
        Notice.recipient_id == user_id,
        Notice.is_in_app,
        Notice.mail == "waiting",
        Notice.digest.is_(None),
        or_(~Notice.is_alone, untried),
    )
    return list(session.scalars(waiting.with_for_update()))
