"""Letters wait at the administrator's word in every worker, and leave once, grouped as ever, at the next."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from lms.domain.accounts.actor import Actor
from lms.domain.notifications import delivery, jobs, letters, pausing, queries
from lms.domain.notifications.models import Notice
from lms.domain.notifications.notices import NOTICES
from lms.foundation import audit, clock, db
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.mail import OutgoingMail
from tests.domain.notifications.conftest import Post
from tests.factories.accounts import actor_of, make_user
from tests.factories.notifications import make_notice

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def administrator(name: str = "Rūta") -> Actor:
    return actor_of(make_user(name=name, is_admin=True))


def drain() -> int:
    session.commit()
    return jobs.drain()


def states() -> list[str]:
    return [notice.mail for notice in session.query(Notice).order_by(Notice.id)]


def test_while_letters_are_paused_only_what_somebody_has_asked_for_leaves(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        make_notice()
        assert pausing.pause_letters(administrator(), "  netikėtai   daug laiškų ")
        make_notice(make_user(), kind="password-changed", about={}, is_in_app=False)
        assert drain() == 1
        assert states() == ["waiting", "sent"]
        time.shift(timedelta(minutes=5))
        assert jobs.sweep() == 0
        assert states() == ["waiting", "sent"]
        pause = queries.find_pause()
        assert pause is not None
        assert (pause.by, pause.reason, pause.began_at) == ("Rūta", "netikėtai daug laiškų", NOW)


def test_when_they_are_resumed_everything_leaves_once_and_a_pile_as_one(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        admin, busy = administrator(), make_user(email="busy@example.lt")
        pausing.pause_letters(admin, "pašto serveris keičiamas")
        for _ in range(4):
            make_notice(busy)
        make_notice(make_user(email="other@example.lt"))
        assert drain() == 0
        time.shift(timedelta(minutes=30))
        assert pausing.resume_letters(admin)
        assert drain() == 2
        assert sorted(post.addresses) == ["busy@example.lt", "other@example.lt"]
        assert set(states()) == {"sent"}
        assert (drain(), jobs.sweep()) == (0, 0)


def test_pausing_and_resuming_twice_is_told_and_changes_nothing(post: Post) -> None:
    first, second = administrator("Rūta"), administrator("Jonas")
    assert not pausing.resume_letters(first)
    assert pausing.pause_letters(first, "viena priežastis")
    assert not pausing.pause_letters(second, "kita priežastis")
    found = queries.find_pause()
    assert found is not None and (found.by, found.reason) == ("Rūta", "viena priežastis")
    assert pausing.resume_letters(second)
    assert not pausing.resume_letters(second)
    assert queries.find_pause() is None
    entries = [(each.deed, each.actor) for each in session.scalars(audit.entries(subject="letters:all"))]
    assert entries == [("mail-resumed", f"user:{second.id}"), ("mail-paused", f"user:{first.id}")]


@pytest.mark.parametrize("reason", ["", " \u200b ", "a" * 201])
def test_a_pause_has_a_short_reason(post: Post, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        pausing.pause_letters(administrator(), reason)
    assert refused.value.field == "reason"
    assert not queries.is_paused()


def test_a_worker_in_the_middle_of_a_batch_stops_soon(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "GROUP", 1)
    for _ in range(3):
        make_notice()
    admin = administrator()
    session.commit()

    def pause(_mail: OutgoingMail) -> None:
        with db.unit_of_work():
            pausing.pause_letters(admin, "klaida tekste")

    post.before = pause
    assert jobs.drain() == 1
    assert sorted(states()) == ["sent", "waiting", "waiting"]
    assert {notice.tries for notice in session.query(Notice).filter_by(mail="waiting")} == {0}
    assert all(notice.lease_holder is None for notice in session.query(Notice))


def test_what_is_urgent_never_takes_others_along() -> None:
    """It leaves in a pause, so it must not be one that joins what waits for the same person."""
    urgent = [kind for kind in NOTICES if kind.is_urgent]
    assert {kind.kind for kind in urgent} == set(letters.URGENT_KINDS)
    assert not any(kind.is_in_app for kind in urgent)


def test_why_letters_did_not_arrive_is_counted_by_reason(post: Post) -> None:
    now = clock.now()
    for address in ("a@example.lt", "b@example.lt"):
        make_notice(mail="failed", failure=f"550 5.1.1 <{address}>: no such person", mail_due_at=now)
    make_notice(mail="bounced", failure="5.1.1 550 no such person", mail_due_at=now - timedelta(days=1))
    make_notice(mail="bounced", failure="5.2.2 mailbox full", mail_due_at=now - timedelta(days=8))
    make_notice(mail="failed", failure="UndefinedError: 'about' has no 'module'", mail_due_at=now)
    make_notice(mail="waiting", failure="451 try later", mail_due_at=now)
    make_notice(mail="dropped", failure="the account is closed", mail_due_at=now)
    assert queries.list_undelivered(now) == [
        queries.Undelivered("no-mailbox", 3, now),
        queries.Undelivered("unwritable", 1, now),
    ]


def test_reasons_beyond_measure_are_counted_together(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.domain.notifications.queries.standing.MOST_BEGINNINGS", 1)
    for said in ("Xa", "Xa", "Xb", "Xc"):
        make_notice(mail="failed", failure=said)
    found = {line.reason: line.count for line in queries.list_undelivered(clock.now())}
    assert found == {"unwritable": 2, "other": 2}
