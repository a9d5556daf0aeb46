"""Messages that follow quickly on one nobody has read yet: one letter, and then one about all the rest."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from lms.domain.accounts.models import User
from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.messaging.models import Conversation
from lms.domain.notifications import jobs, service
from lms.domain.notifications.models import Notice
from lms.domain.notifications.rules import PILED_UP_AFTER
from lms.foundation.db import session
from tests.domain.notifications.conftest import Post
from tests.domain.notifications.test_telling import message_posted, publish
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module
from tests.factories.messaging import make_conversation

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 11, 20, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as time:
        yield time


def begun(module: Module, author: User) -> Conversation:
    """Somebody new has begun to ask about the module, which this author answers for."""
    make_staff(author, module=module)
    return make_conversation(make_user(), module)


def author() -> User:
    return make_user(mail_from_hour=8, mail_to_hour=20)


def says(talk: Conversation) -> int:
    """Let the learner write once more; return how many letters leave at once."""
    publish(message_posted(talk, session.get_one(User, talk.learner_id)))
    return jobs.drain()


def test_what_follows_soon_leaves_together(post: Post, at: time_machine.Traveller) -> None:
    module, reader = make_module(), author()
    talk, other = begun(module, reader), make_conversation(make_user(), module)
    assert says(talk) == 1
    for minute in (1, 4, 8):
        at.move_to(NOON + minute * MINUTE)
        assert says(talk) == 0
    assert says(other) == 1  # another learner waits for nobody
    at.move_to(NOON + MINUTE + PILED_UP_AFTER)
    assert jobs.drain() == 1
    assert [mail.subject.startswith("Santrauka") for mail in post.mails] == [False, False, True]
    assert post.mails[-1].subject == "Santrauka: 3 pranešimai"
    rows = session.query(Notice).filter_by(recipient_id=reader.id).all()
    assert len(rows) == 5 and all(row.read_at is None and row.mail == "sent" for row in rows)


def test_one_that_follows_alone_is_told_in_full(post: Post, at: time_machine.Traveller) -> None:
    talk = begun(make_module(), author())
    assert says(talk) == 1
    at.move_to(NOON + MINUTE)
    assert says(talk) == 0
    at.move_to(NOON + MINUTE + PILED_UP_AFTER)
    assert jobs.drain() == 1
    assert post.mails[0].subject == post.mails[1].subject


NIGHT, MORNING = datetime(2026, 11, 20, 21, tzinfo=UTC), datetime(2026, 11, 21, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "second", "leaves_at"),
    [(NOON, NOON + MINUTE, NOON + MINUTE + PILED_UP_AFTER), (NOON, NIGHT, MORNING)],
)
def test_what_was_read_while_its_letter_waited_is_not_told_again(
    post: Post, at: time_machine.Traveller, first: datetime, second: datetime, leaves_at: datetime
) -> None:
    reader, other = author(), author()
    talk = begun(make_module(), reader)
    make_staff(other, module=content.get_revision(talk.revision_id))
    at.move_to(first)
    assert says(talk) == 2
    at.move_to(second)
    assert says(talk) == 0
    service.mark_read_about(reader.id, f"conversation:{talk.id}")
    session.commit()
    at.move_to(leaves_at)
    assert jobs.drain() == 1
    assert post.addresses[2:] == [other.email]
    states = session.query(Notice.mail).filter_by(recipient_id=reader.id).order_by(Notice.id).all()
    assert [row[0] for row in states] == ["sent", "dropped"]


def test_who_has_read_or_waited_long_is_told_at_once(post: Post, at: time_machine.Traveller) -> None:
    reader = author()
    talk = begun(make_module(), reader)
    assert says(talk) == 1
    service.mark_read_about(reader.id, f"conversation:{talk.id}")
    assert says(talk) == 1
    at.move_to(NOON + PILED_UP_AFTER)
    assert says(talk) == 1
    assert len(post.mails) == 3


def test_letters_that_follow_soon_keep_the_hours(post: Post, at: time_machine.Traveller) -> None:
    talk = begun(make_module(), author())
    evening = datetime(2026, 11, 20, 17, 55, tzinfo=UTC)  # 19:55 in Vilnius
    at.move_to(evening)
    assert says(talk) == 1
    at.move_to(evening + MINUTE)
    assert says(talk) == 0
    at.move_to(evening + MINUTE + PILED_UP_AFTER)
    assert jobs.drain() == 0
    at.move_to(datetime(2026, 11, 21, 6, tzinfo=UTC))
    assert jobs.drain() == 1
