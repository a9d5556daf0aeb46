"""Summaries: what waits for one person leaves as one mail, once, and nothing of it twice.

After a wanted change: `SNAPSHOTS=write pytest tests/domain/notifications/test_summaries.py`; read the diff.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lms.domain.accounts.models import User
from lms.domain.notifications import (
    addresses,
    carrier,
    choosing,
    delivery,
    jobs,
    queries,
    stopping,
    summaries,
)
from lms.domain.notifications.models import Notice
from lms.domain.notifications.rules import first_due_at
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.mail import MailRefused, MailUnavailable
from tests.domain.notifications.conftest import Post
from tests.domain.notifications.samples import IN_APP, a_letter
from tests.domain.notifications.test_letters import BOTH, KEY, SNAPSHOTS, agree, words_of
from tests.factories.accounts import make_user
from tests.factories.notifications import make_notice

pytestmark = pytest.mark.usefixtures("database")
EVENING = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)  # 23:40 in Vilnius
MORNING = datetime(2026, 11, 21, 6, tzinfo=UTC)  # 08:00
DAY = timedelta(days=1)


def person(**values: Any) -> User:
    return make_user(**{"mail_from_hour": 8, "mail_to_hour": 20, **values})


def told(to: User, variant: str = "message-posted-answer", way: str = "daily", **values: Any) -> Notice:
    """A notice as it is written down when it arises now."""
    kind, about = IN_APP[variant]
    due = first_due_at(clock.now(), queries.get_mail_hours(to.id), way)
    more = {"sender_id": make_user(name="Rasa Žemaitytė").id, "mail_due_at": due, "way": way, **values}
    return make_notice(to, kind=kind, about=about, **more)


def drain() -> int:
    session.commit()
    return jobs.drain()


def states(to: User) -> list[str]:
    session.expire_all()
    return [each.mail for each in session.query(Notice).filter_by(recipient_id=to.id).order_by(Notice.id)]


def test_what_happens_at_twenty_to_midnight_is_one_summary_at_eight(post: Post) -> None:
    with time_machine.travel(EVENING, tick=False) as time:
        jonas, other = person(email="jonas@example.lt"), person(email="ona@example.lt")
        for variant in ("message-posted-answer", "submission-graded", "group-invited"):
            told(jonas, variant)
        told(other)
        assert drain() == 0
        time.move_to(MORNING - timedelta(seconds=1))
        assert drain() == 0
        time.move_to(MORNING)
        assert drain() == 2
        assert drain() == 0
    assert sorted(post.addresses) == ["jonas@example.lt", "ona@example.lt"]
    mail = next(each for each in post.mails if each.to_address == "jonas@example.lt")
    rows = session.query(Notice).filter_by(recipient_id=jonas.id).all()
    assert {(row.mail, row.digest, row.sent_at) for row in rows} == {("sent", mail.message_id, MORNING)}
    assert mail.message_id not in {row.message_id for row in rows}
    assert mail.subject == "Santrauka: 3 pranešimai"


def test_where_nothing_is_new_no_summary_comes(post: Post) -> None:
    with time_machine.travel(EVENING, tick=False) as time:
        jonas = person()
        read, unread = told(jonas), told(jonas, "group-invited")
        read.read_at = clock.now()
        other = person()
        told(other, read_at=clock.now())
        time.move_to(MORNING)
        assert drain() == 1
    assert states(jonas) == ["dropped", "sent"]
    assert states(other) == ["dropped"]
    assert "atsakė" not in post.mails[0].text
    assert session.get_one(Notice, unread.id).digest == post.mails[0].message_id


def test_the_weekly_summary_leaves_on_its_day_and_takes_along_what_is_due(post: Post) -> None:
    with time_machine.travel(EVENING, tick=False) as time:  # a Friday
        jonas = person(digest_day=7)
        told(jonas, way="weekly")
        told(jonas, "group-invited", way="weekly")
        time.move_to(MORNING)
        assert drain() == 0
        time.move_to(MORNING + DAY)
        told(jonas, "submission-graded", way="at-once")
        assert drain() == 1
    assert states(jonas) == ["sent"] * 3


def test_after_a_day_without_a_mail_server_each_gets_one_mail(post: Post) -> None:
    """The server is asked every minute all day long; in the evening everybody has one letter."""
    noon = datetime(2026, 11, 20, 7, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as time:
        people = [person(email=f"p{number}@example.lt") for number in range(3)]
        post.is_away = MailUnavailable("ConnectionRefusedError: nobody there")
        for _ in range(16):
            for each in people:
                told(each, way="at-once")
            drain()
            time.shift(timedelta(minutes=20))
        post.is_away = None
        assert drain() == 3
        time.shift(timedelta(minutes=20))
        assert drain() == 0
    assert sorted(post.addresses) == ["p0@example.lt", "p1@example.lt", "p2@example.lt"]
    assert all(states(each) == ["sent"] * 16 for each in people)


def test_after_an_outage_of_an_institutions_server_each_of_its_people_gets_one_mail(post: Post) -> None:
    morning = datetime(2026, 11, 20, 6, tzinfo=UTC)
    with time_machine.travel(morning, tick=False) as time:
        jonas = person(email="jonas@away.example.lt")

        def be_away(mail: Any) -> None:
            if mail.to_address == jonas.email:
                raise MailUnavailable("451 try later", everyone=False)

        post.before = be_away
        for _ in range(50):
            told(jonas, way="at-once")
            drain()
            time.shift(timedelta(minutes=10))
        post.before = lambda _mail: None
        for _ in range(50):
            drain()
            time.shift(timedelta(minutes=10))
    assert states(jonas) == ["sent"] * 50
    assert len(post.mails) == 1


def test_after_an_outage_also_who_wants_letters_at_any_hour_gets_one_and_at_any_hour(post: Post) -> None:
    with time_machine.travel(EVENING - DAY / 2, tick=False) as time:
        jonas = person(email="jonas@example.lt")
        post.is_away = MailUnavailable("ConnectionRefusedError: nobody there")
        for way in ("at-once", "any-hour", "any-hour", "at-once", "any-hour"):
            told(jonas, "submission-graded", way=way)
            drain()
            time.shift(timedelta(minutes=20))
        post.is_away = None
        time.move_to(EVENING, tick=False)
        assert drain() == 1
        assert states(jonas) == ["waiting", "sent", "sent", "waiting", "sent"]
        told(jonas, "submission-graded", way="any-hour")
        assert drain() == 1  # what happens now is told as it comes
        time.move_to(MORNING, tick=False)
        assert drain() == 1
    assert states(jonas) == ["sent"] * 6
    assert len(post.mails) == 3


def test_account_letters_leave_alone_and_at_once(post: Post) -> None:
    with time_machine.travel(MORNING, tick=False):
        jonas = person(email="jonas@example.lt")
        early = MORNING - timedelta(hours=8)
        for _ in range(4):
            told(jonas, way="at-once", created_at=early, mail_due_at=MORNING)
        make_notice(jonas, kind="password-changed", about={}, is_in_app=False, created_at=early)
        assert drain() == 2
    assert [mail.subject.startswith("Santrauka") for mail in post.mails] == [False, True]


def test_what_a_dead_worker_had_goes_out_again_as_it_was_under_its_name(post: Post) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        jonas = person()
        for _ in range(3):
            told(jonas, mail_due_at=MORNING)
        session.commit()
        dead = delivery.Round(post, "a worker that was killed")
        assert dead.take()
        name = session.query(Notice).filter_by(recipient_id=jonas.id).first()
        assert name is not None
        told(jonas, "group-invited", mail_due_at=MORNING)
        time.shift(delivery.LEASE + timedelta(seconds=1))
        assert drain() == 2
        assert drain() == 0
    again, fresh = sorted(post.mails, key=lambda mail: mail.message_id != name.digest)
    assert again.message_id == name.digest
    assert again.subject == "Santrauka: 3 pranešimai"
    assert fresh.subject == "Santrauka: 1 pranešimas"
    assert states(jonas) == ["sent"] * 4


def test_what_the_server_may_have_keeps_its_name_and_what_it_has_not_is_put_together_anew(post: Post) -> None:
    with time_machine.travel(MORNING, tick=False) as time:
        jonas = person()
        told(jonas, mail_due_at=MORNING)
        told(jonas, mail_due_at=MORNING)
        post.is_away = MailUnavailable("451 greylisted", everyone=False)
        drain()
        assert {row.digest for row in session.query(Notice).filter_by(recipient_id=jonas.id)} == {None}
        post.is_away = MailUnavailable("TimeoutError", everyone=False, may_be_taken=True)
        time.shift(timedelta(minutes=2))
        drain()
        session.expire_all()
        (name,) = {row.digest for row in session.query(Notice).filter_by(recipient_id=jonas.id)}
        assert name is not None
        told(jonas, mail_due_at=clock.now())
        post.is_away = None
        time.shift(timedelta(minutes=5))
        assert drain() == 2
    assert name in {mail.message_id for mail in post.mails}


def test_a_refused_summary_is_failed_in_all_its_parts_and_can_be_tried_again(post: Post) -> None:
    with time_machine.travel(MORNING, tick=False):
        jonas = person()
        for _ in range(3):
            told(jonas, mail_due_at=MORNING)
        post.is_away = MailRefused("550 no such person")
        assert drain() == 0
        assert states(jonas) == ["failed"] * 3


def test_one_broken_notice_does_not_hold_up_the_others(post: Post) -> None:
    with time_machine.travel(MORNING, tick=False):
        jonas = person()
        told(jonas, mail_due_at=MORNING)
        make_notice(jonas, kind="from-the-future", way="daily", mail_due_at=MORNING)
        assert drain() == 1
    assert states(jonas) == ["sent", "failed"]


def test_a_choice_holds_for_what_waits_already(post: Post) -> None:
    with time_machine.travel(EVENING, tick=False):
        jonas = person()
        message, grade = told(jonas, way="at-once"), told(jonas, "submission-graded", way="at-once")
        group = told(jonas, "group-invited", way="at-once")
        others = told(person(), way="at-once")
        ways = {"messages": "weekly", "groups": "in-app", "results": "in-app"}
        choosing.choose(jonas.id, ways, "1234567", 1)
        session.commit()
        assert (message.way, message.mail_due_at) == ("weekly", datetime(2026, 11, 23, 6, tzinfo=UTC))
        assert (group.way, group.mail) == ("in-app", "none")
        assert (grade.way, grade.mail_due_at) == ("at-once", MORNING)
        assert others.way == "at-once"


def test_a_click_ends_only_what_can_be_ended() -> None:
    jonas, other = person(), person()
    choosing.stop_mail(jonas.id, ["messages", "results"])
    session.commit()
    assert queries.choices_of(jonas.id) == {"messages": "in-app"}
    assert queries.choices_of(other.id) == {}


def test_letters_say_how_to_end_them_but_for_those_one_needs() -> None:
    address = stopping.address_for(7, ["messages", "groups", "results"])
    key = address.split("key=")[1].split("/")[0]
    assert "topics=messages-groups" in address
    assert stopping.headers_for(address) == {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert stopping.find_reader("messages-groups", key) == 7
    assert stopping.find_reader("messages", key) is None
    assert stopping.find_reader("results", key) is None
    assert stopping.find_reader("nothing", key) is None
    assert stopping.address_for(7, ["results"]) == ""
    assert stopping.headers_for("") == {}
    assert stopping.headers_for("http://localhost/x")["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def news(language: str) -> list[summaries.Item]:
    """Three answers about one lesson, a grade, an invitation."""
    variants = ["message-posted-answer"] * 3 + ["group-invited", "submission-graded", "study-reminder"]
    letters = [
        a_letter(
            id=41 + number,
            kind=IN_APP[variant][0],
            about=IN_APP[variant][1],
            subject=f"thing:{variant}",
            language=language,
            digest="name-of-the-summary@learn.example.lt",
        )
        for number, variant in enumerate(variants)
    ]
    return [summaries.item_of(letter) for letter in letters]


@BOTH
def test_a_summary_reads_as_agreed_and_both_parts_say_the_same(language: str) -> None:
    mail = summaries.compose(news(language))
    agree(KEY.sub(r"\1KEY", f"Subject: {mail.subject}\n\n{mail.text}"), SNAPSHOTS / f"summary.{language}.txt")
    agree(KEY.sub(r"\1KEY", mail.html), SNAPSHOTS / f"summary.{language}.html")
    read = words_of(mail.html)
    for line in mail.text.partition("\nSavimoka\n")[0].split("\n"):
        words = line.strip("– ").rstrip(":")
        if words and not words.startswith("https:"):
            assert words in read


def test_a_summary_that_comes_back_is_known_by_its_newest_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "reply_domain", lambda: "learn.example.lt")
    items = news("lt")
    assert summaries.compose(items).return_path == addresses.return_path(items[-1].letter.id) != ""


def test_a_summary_is_not_longer_than_one_can_read() -> None:
    many = [
        item._replace(letter=a_letter(id=number, kind=item.letter.kind, about=item.letter.about, digest="x@y",
                                      subject=f"thing:{number}"))
        for number, item in enumerate(news("en")[:1] * 60)
    ]  # fmt: skip
    mail = summaries.compose(many)
    assert mail.text.count("open_notice") == summaries.MOST_LINES
    assert "10" in mail.text.rpartition("notifications.list_notices")[0][-120:]
