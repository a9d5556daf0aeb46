"""Notices, in the app and in the outbox."""

import itertools
from typing import Any

from lms.domain.notifications import feeds
from lms.domain.notifications.models import Notice, ReceivedMail
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user

_number = itertools.count(1)


def make_notice(recipient: Any = None, **values: Any) -> Notice:
    """A notice of a completed module whose mail is due, unless said otherwise."""
    number = next(_number)
    recipient = recipient or make_user()
    notice = Notice(
        **{
            "kind": "module-completed",
            "recipient_id": recipient.id,
            "address": "",
            "language": recipient.language,
            "subject": f"enrolment:{number}",
            "occasion": f"module-completed:{number}",
            "about": {
                "module_id": 1,
                "module": "clusters",
                "module_title": {"lt": "Klasteriai", "en": "Clusters"},
            },
            "created_at": clock.now(),
            "mail": "waiting",
            "mail_due_at": clock.now(),
            "message_id": f"notice-{number}@localhost",
            **values,
        }
    )
    session.add(notice)
    session.flush()
    return notice


def make_feed(person: Any) -> str:
    """A private address of the person's dates; return its token."""
    feeds.make_feed(person.id)
    address = feeds.find_address(person.id)
    assert address
    return address.rpartition("/")[2].removesuffix(".ics")


def make_received(**values: Any) -> ReceivedMail:
    """A mail that came in and became a message, unless said otherwise."""
    number = next(_number)
    received = ReceivedMail(
        **{"key": f"received-{number}", "received_at": clock.now(), "outcome": "taken", **values}
    )
    session.add(received)
    session.flush()
    return received
