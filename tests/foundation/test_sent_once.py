"""A form with a key is done once, on both databases, however many bring it at the same moment."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, func, select

from lms.foundation import audit, clock, db, sent_once
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.sent_once import First, SentForm
from tests.at_once import at_once, shared_database

__all__ = ["shared_database"]
KEY = "0123456789abcdef0123456789abcdef"


def deed(owner: str = "user:1", *, changes_its_mind: bool = False) -> Any:
    first = sent_once.begin(owner, KEY, "print")
    if first is None:
        if changes_its_mind:
            session.rollback()
        audit.record(owner, "written", "thing:1")
        first = sent_once.finish(owner, KEY, "print", {"status": 200, "body": {"location": "/lt/my"}})
    if first is not None:
        session.rollback()
    return first


def written() -> int:
    with db.reading():
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.mark.usefixtures("shared_database")
@pytest.mark.parametrize("changes_its_mind", [False, True])
def test_of_many_at_the_same_moment_one_is_done(changes_its_mind: bool) -> None:
    outcomes = at_once(*[lambda: deed(changes_its_mind=changes_its_mind)] * 6)
    assert outcomes.count(None) == 1
    first = First("print", {"status": 200, "body": {"location": "/lt/my"}})
    assert [each for each in outcomes if each is not None] == [first] * 5
    assert written() == 1


@pytest.mark.usefixtures("shared_database")
def test_keys_of_two_people_never_meet() -> None:
    assert at_once(lambda: deed("user:1"), lambda: deed("user:2")) == [None, None]
    assert written() == 2


@pytest.mark.usefixtures("shared_database")
def test_what_failed_may_be_tried_again() -> None:
    def failing() -> None:
        sent_once.begin("user:1", KEY, "print")
        raise ValueError("nothing of it remains")

    (outcome,) = at_once(failing)
    assert isinstance(outcome, ValueError)
    assert at_once(deed) == [None]
    assert written() == 1


def test_after_a_month_keys_are_forgotten(database: Engine) -> None:
    for days, key in ((31, "old"), (29, "new")):
        with time_machine.travel(clock.now() - timedelta(days=days), tick=False):
            sent_once.begin("user:1", key, "print")
            session.commit()
    sent_once.forget_old()
    sent_once.forget_old()
    assert list(session.scalars(select(SentForm.key))) == ["new"]
