"""What becomes of mails: sent once, put off, failed, set aside; none of them holds up another."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine, event, select

from lms.domain.accounts.actor import Actor
from lms.domain.notifications import delivery, jobs, queries, rules, service
from lms.domain.notifications.models import Notice
from lms.foundation import audit, clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.mail import MailRefused, MailUnavailable, OutgoingMail
from tests.domain.notifications.conftest import Post
from tests.factories.accounts import make_user
from tests.factories.notifications import make_notice

pytestmark = pytest.mark.usefixtures("database")
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def drain() -> int:
    """What the worker does after the deed."""
    session.commit()
    return jobs.drain()


def row(notice_id: int) -> Notice:
    return session.get_one(Notice, notice_id)


def refuse(address: str, problem: Exception) -> Callable[[OutgoingMail], None]:
    def before(mail: OutgoingMail) -> None:
        if mail.to_address == address:
            raise problem

    return before


def test_mail_that_is_due_is_sent_once_and_marked(post: Post) -> None:
    with time_machine.travel(NOW, tick=False):
        notice_id = make_notice(make_user(email="jonas@example.lt", name="Jonas Kalnietis")).id
        assert drain() == 1
        assert drain() == 0
        sent = row(notice_id)
        assert (sent.mail, sent.sent_at, sent.lease_holder, sent.failure) == ("sent", NOW, None, None)
    (mail,) = post.mails
    assert (mail.to_address, mail.to_name, mail.message_id) == (
        "jonas@example.lt",
        "Jonas Kalnietis",
        sent.message_id,
    )


def test_many_batches_go_out_in_one_run(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 4)
    monkeypatch.setattr(delivery, "GROUP", 3)
    person = make_user()
    for _ in range(11):
        make_notice(person)
    assert drain() == 11
    assert queries.look_at_outbox(clock.now()).sent_within_a_day == 11


@pytest.mark.parametrize("count", [1, 20])
def test_a_batch_asks_the_database_the_same_few_times_however_many_mails_it_holds(
    post: Post, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "GROUP_SECONDS", 60)  # on a slow machine, too, they are marked together
    for _ in range(count):
        make_notice()
    session.commit()
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert jobs.drain() == count
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    # Is anything due; a lock, what is due, who else waits, the claim, the letters; what became of them,
    # and whether letters are paused by now.
    assert len(asked) <= 8, asked


def test_mail_that_is_not_due_yet_waits(post: Post) -> None:
    notice_id = make_notice(mail_due_at=clock.now() + timedelta(hours=1)).id
    make_notice(mail="none")
    assert drain() == 0
    assert (row(notice_id).mail, row(notice_id).tries) == ("waiting", 0)


def test_letters_that_somebody_waits_for_go_first(post: Post) -> None:
    for minute in range(3):
        make_notice(make_user(email=f"old{minute}@example.lt"), mail_due_at=clock.now() - timedelta(hours=1))
    make_notice(make_user(email="waits@example.lt"), kind="password-changed", about={}, is_in_app=False)
    assert drain() == 4
    assert post.addresses[0] == "waits@example.lt"


def test_an_address_that_the_server_refuses_is_failed_with_its_words(post: Post) -> None:
    gone = make_notice(make_user(email="gone@example.lt")).id
    other = make_notice(make_user(email="here@example.lt")).id
    post.before = refuse("gone@example.lt", MailRefused("550 5.1.1 no such person here"))
    assert drain() == 1
    assert (row(gone).mail, row(gone).failure) == ("failed", "550 5.1.1 no such person here")
    assert row(other).mail == "sent"
    assert drain() == 0


def test_an_address_that_asks_for_patience_is_tried_later_and_holds_up_nobody(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        busy = make_notice(make_user(email="busy@example.lt"), mail_due_at=NOW - timedelta(hours=2)).id
        make_notice(make_user(email="here@example.lt"))
        post.before = refuse("busy@example.lt", MailUnavailable("451 try later", everyone=False))
        assert drain() == 1
        first = row(busy)
        assert (first.mail, first.tries, first.failure) == ("waiting", 1, "451 try later")
        assert timedelta(seconds=45) < first.mail_due_at - NOW < timedelta(seconds=75)
        assert drain() == 0
        time.shift(timedelta(minutes=2))
        drain()
        assert row(busy).tries == 2
        post.before = lambda _mail: None
        time.shift(timedelta(minutes=5))
        assert drain() == 1
        assert row(busy).mail == "sent"


def test_after_many_tries_a_mail_is_shown_as_failed(post: Post) -> None:
    notice_id = make_notice(make_user(email="busy@example.lt"), tries=rules.MOST_TRIES - 1).id
    post.before = refuse("busy@example.lt", MailUnavailable("452 mailbox full", everyone=False))
    drain()
    assert (row(notice_id).mail, row(notice_id).failure) == ("failed", "452 mailbox full")


def test_with_the_server_away_everything_waits_and_nothing_counts_as_tried(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        ids = [make_notice().id for _ in range(5)]
        post.is_away = MailUnavailable("ConnectionRefusedError: nobody there")
        assert drain() == 0
        assert {(row(each).mail, row(each).tries, row(each).lease_holder) for each in ids} == {
            ("waiting", 0, None)
        }
        assert all(row(each).mail_due_at > NOW for each in ids)
        assert "nobody there" in str([row(each).failure for each in ids])
        post.is_away = None
        assert drain() == 0
        time.shift(timedelta(minutes=1))
        assert drain() == 5
        assert len(post.mails) == 5
        assert row(ids[0]).failure is None


def test_a_mail_at_which_the_server_hangs_up_holds_up_nobody(post: Post) -> None:
    bad = make_notice(make_user(email="bad@example.lt"), mail_due_at=clock.now() - timedelta(hours=1)).id
    for _ in range(3):
        make_notice()
    post.before = refuse("bad@example.lt", MailUnavailable("SMTPServerDisconnected: closed", everyone=True))
    assert drain() == 3
    assert (row(bad).mail, row(bad).tries) == ("waiting", 1)


def test_an_unknown_kind_and_a_broken_row_are_set_aside_at_once(post: Post) -> None:
    unknown = make_notice(kind="from-the-future", mail_due_at=clock.now() - timedelta(hours=1)).id
    broken = make_notice(kind="message-posted", about={}, mail_due_at=clock.now() - timedelta(hours=1)).id
    younger = make_notice().id
    assert drain() == 1
    assert row(unknown).mail == row(broken).mail == "failed"
    assert row(unknown).failure == "unknown kind of notice: from-the-future"
    assert row(younger).mail == "sent"
    assert drain() == 0


def test_mail_to_a_closed_account_is_dropped(post: Post) -> None:
    notice_id = make_notice(make_user(standing="deactivated")).id
    assert drain() == 0
    assert row(notice_id).mail == "dropped"


def test_a_letter_whose_link_leads_nowhere_is_dropped(post: Post) -> None:
    notice_id = make_notice(
        kind="reset-password", about={"token_id": 999}, is_in_app=False, address="x@example.lt"
    ).id
    assert drain() == 0
    assert row(notice_id).mail == "dropped"


def test_mail_delayed_into_the_night_waits_for_the_morning(post: Post) -> None:
    """The server was away all day; nobody is to be woken now."""
    evening = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
    with time_machine.travel(evening, tick=False):
        person = make_user(mail_from_hour=8, mail_to_hour=20)
        noon = evening - timedelta(hours=9)
        notice_id = make_notice(person, mail_due_at=noon, created_at=noon).id
        assert drain() == 0
        waiting = row(notice_id)
        assert (waiting.mail, waiting.tries) == ("waiting", 0)
        assert waiting.mail_due_at == datetime(2026, 11, 21, 6, tzinfo=UTC)


def test_what_a_dead_worker_had_taken_is_taken_up_when_its_lease_has_run_out(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        notice_id = make_notice().id
        session.commit()
        dead = delivery.Round(post, "a worker that was killed")
        assert dead.take()
        assert drain() == 0
        time.shift(delivery.LEASE + timedelta(seconds=1))
        assert drain() == 1
        assert len(post.mails) == 1
        assert row(notice_id).mail == "sent"


def test_a_worker_that_was_too_slow_does_not_send_what_another_has_taken_up(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        make_notice()
        session.commit()
        slow = delivery.Round(post, "slow")
        assert slow.take()
        time.shift(delivery.LEASE + timedelta(seconds=1))
        assert drain() == 1
        slow.send()
        assert len(post.mails) == 1


def test_a_lease_is_prolonged_while_its_holder_is_at_work(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        for _ in range(6):
            make_notice()
        post.before = lambda _mail: time.shift(timedelta(seconds=40))
        assert drain() == 6
        assert len(post.mails) == 6


def test_a_mail_that_kills_its_worker_comes_last_and_is_given_up(post: Post) -> None:
    killer = make_notice(
        make_user(email="killer@example.lt"), tries=3, mail_due_at=NOW - timedelta(days=1)
    ).id
    young = make_user(email="young@example.lt")
    make_notice(young)
    drain()
    assert post.addresses == ["young@example.lt", "killer@example.lt"]
    row(killer).mail, row(killer).tries = "waiting", rules.MOST_TRIES
    assert drain() == 0
    assert row(killer).mail == "failed"


def test_an_interrupted_round_gives_back_what_it_had_not_sent(post: Post) -> None:
    ids = [make_notice().id for _ in range(4)]
    session.commit()
    calls: list[Any] = []

    def interrupt(mail: OutgoingMail) -> None:
        calls.append(mail)
        if len(calls) == 3:
            raise KeyboardInterrupt

    post.before = interrupt
    with pytest.raises(KeyboardInterrupt):
        jobs.drain()
    assert [row(each).mail for each in ids] == ["sent", "sent", "sending", "waiting"]
    assert row(ids[3]).tries == 0


def test_the_sweeper_leaves_fresh_mail_to_the_worker_and_takes_up_the_rest(post: Post) -> None:
    with time_machine.travel(NOW, tick=False) as time:
        make_notice()
        session.commit()
        assert jobs.sweep() == 0
        time.shift(timedelta(seconds=30))
        assert jobs.sweep() == 1
        assert jobs.sweep() == 0


def test_the_outbox_is_counted_by_state_and_age(post: Post) -> None:
    now = clock.now()
    since = now - timedelta(hours=3)
    make_notice(mail_due_at=since)
    make_notice(mail_due_at=now + timedelta(hours=3))
    make_notice(mail="failed")
    make_notice(mail="none")
    make_notice(mail="bounced", sent_at=since)
    make_notice(mail="sent", sent_at=since)
    make_notice(mail="sent", sent_at=now - timedelta(days=2))
    make_notice(mail="sending", lease_until=now, mail_due_at=now)
    make_notice(mail="dropped")
    assert queries.look_at_outbox(now) == queries.Outbox(
        waiting=2, sending=1, failed=1, bounced=1, sent_within_a_day=1, oldest_due=since
    )


def test_the_administrator_may_have_failed_mail_tried_again(post: Post) -> None:
    admin = Actor(id=make_user().id, name="A", email="a@example.lt", is_admin=True)
    failed = make_notice(mail="failed", tries=20, failure="550 no")
    sent = make_notice(mail="sent")
    service.retry_mail(admin, failed)
    with pytest.raises(Conflict):
        service.retry_mail(admin, sent)
    make_notice(mail="failed")
    make_notice(mail="bounced")
    assert service.retry_all(admin, "failed") == (1, 0)
    assert drain() == 2
    deeds = [entry.deed for entry in session.scalars(audit.entries(subject=f"notice:{failed.id}"))]
    assert deeds == ["mail-retried"]


def test_what_came_back_is_tried_again_together_so_many_at_a_time(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_AT_ONCE", 2)
    admin = Actor(id=make_user().id, name="A", email="a@example.lt", is_admin=True)
    for hours in (3, 1, 2):
        make_notice(
            mail="bounced", mail_due_at=NOW - timedelta(hours=hours), sent_at=NOW, digest=f"{hours}@x"
        )
    make_notice(mail="failed")
    assert service.retry_all(admin, "bounced") == (2, 1)
    left = session.scalars(select(Notice).where(Notice.mail == "bounced")).one()
    assert left.digest == "1@x"  # the oldest go first
    assert service.retry_all(admin, "bounced") == (1, 0)
    assert service.retry_all(admin, "bounced") == (0, 0)
    with pytest.raises(NotFound):
        service.retry_all(admin, "sent")
    assert [entry.details for entry in session.scalars(audit.entries(subject="letters:bounced"))] == [
        {"letters": 1},
        {"letters": 2},
    ]
    assert drain() == 3


def test_the_sender_sees_what_became_of_it(post: Post) -> None:
    author, learner = make_user(name="Rasa"), make_user(name="Jonas")
    values: dict[str, Any] = {"sender_id": author.id, "subject": "submission:5"}
    states = {}
    for name, more in {
        "waiting": {},
        "sent": {"mail": "sent", "sent_at": NOW},
        "failed": {"mail": "failed"},
        "read": {"mail": "sent", "sent_at": NOW, "read_at": NOW},
    }.items():
        states[make_notice(learner, **values, **more).occasion] = name
    make_notice(learner, subject="submission:6")
    assert {each.occasion: each.state for each in queries.delivery_of("submission:5")} == states
    assert {each.recipient for each in queries.delivery_of("submission:5")} == {"Jonas"}
    assert set(queries.deliveries_of(["submission:5", "submission:6", "submission:7"])) == {
        "submission:5",
        "submission:6",
    }
