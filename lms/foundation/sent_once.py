"""What a device sends a second time, because the first answer was lost, is done once.

A form that waited on somebody's device bears a key. The key is entered in the transaction of the deed,
so it stands exactly where the deed stands; who brings it again gets the first answer.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation import clock, db
from lms.foundation.db import Base, session

KEPT_FOR = timedelta(days=30)


class SentForm(Base):
    """A form that was sent with a key, and what it was answered."""

    __tablename__ = "sent_forms"

    owner: Mapped[str] = mapped_column(primary_key=True)  # such as "user:12": keys of two people never meet
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]  # of address and fields: the same key with something else in it is a mistake
    answer: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime] = mapped_column(index=True)


class First(NamedTuple):
    """What became of a form when it came for the first time."""

    fingerprint: str
    answer: dict[str, Any]


def begin(owner: str, key: str, fingerprint: str) -> First | None:
    """Enter the key in the present transaction; or return what the form was answered before.

    Of two that come at the same moment the second waits here until the first is committed or undone.
    """
    is_new = db.insert_once(
        SentForm, owner=owner, key=key, fingerprint=fingerprint, answer={}, sent_at=clock.now()
    )
    return None if is_new else _first(owner, key)


def finish(owner: str, key: str, fingerprint: str, answer: dict[str, Any]) -> First | None:
    """Note the answer with the key; or return the first answer if another sending was quicker after all."""
    row = session.get(SentForm, (owner, key))
    if row is not None and not row.answer:  # Only one's own entry has no answer yet: it is not committed.
        row.answer = answer
        session.flush()
        return None
    # A deed that tried one thing, undid it and did another has undone the entry of the key as well.
    is_new = db.insert_once(
        SentForm, owner=owner, key=key, fingerprint=fingerprint, answer=answer, sent_at=clock.now()
    )
    return None if is_new else _first(owner, key)


def forget_old() -> None:
    """Forget keys that no device keeps any more; may run twice."""
    with db.unit_of_work():
        session.execute(delete(SentForm).where(SentForm.sent_at < clock.now() - KEPT_FOR))


def _first(owner: str, key: str) -> First:
    row = session.get_one(SentForm, (owner, key))
    return First(row.fingerprint, row.answer)
