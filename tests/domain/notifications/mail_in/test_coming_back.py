"""Letters that can be answered, and letters that come back, on both databases."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from lms.domain.accounts.models import User
from lms.domain.messaging import queries as conversations
from lms.domain.messaging import service as messaging
from lms.domain.notifications import addresses, carrier, jobs, queries, receiving, service
from lms.foundation import clock, db
from lms.foundation.db import session
from tests.domain.notifications.mail_in.at_the_door import World, deliver, mail, messages_of, received
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_staff
from tests.factories.notifications import make_notice
from tests.live.post_office import PostOffice, plain_text


def test_the_letter_about_it_can_be_answered(
    world: World, door: str, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(door, world.address, mail())
    assert jobs.drain() == 1
    (letter,) = post_office.letters_to("jonas@example.lt")
    assert plain_text(letter).startswith(
        "##- Savimoka: rašykite virš šios eilutės · write above this line -##"
    )
    assert "You can answer this letter" in plain_text(letter) and "no need to answer" not in plain_text(
        letter
    )
    assert isinstance(addresses.read(post_office.return_paths[0]), addresses.ReturnPath)
    again = mail("And one thing more?", sender="jonas@example.lt", name="<2@mail.example.lt>")
    assert deliver(door, str(letter["Reply-To"]), again, sender="jonas@example.lt")[0] == 250
    assert messages_of(world)[1] == (world.learner_id, "And one thing more?", "en")


def test_the_letter_about_a_question_handed_over_can_be_answered_too(
    world: World, door: str, post_office: PostOffice
) -> None:
    with db.unit_of_work():
        talk = conversations.get_conversation(world.conversation_id)
        ieva = make_user(email="ieva@example.lt")
        make_staff(ieva, module=talk)
        author = actor_of(
            session.get_one(User, world.author_id), authored_modules=frozenset({talk.module_id})
        )
        messaging.hand_over(author, talk, ieva.id, None)
        ieva_id = ieva.id
    assert jobs.drain() == 1
    (letter,) = post_office.letters_to("ieva@example.lt")
    assert "no need to answer" not in plain_text(letter) and "atsakyti nereikia" not in plain_text(letter)
    answer = mail("Perėmiau ir atsakau.", sender="ieva@example.lt")
    assert deliver(door, str(letter["Reply-To"]), answer, sender="ieva@example.lt")[0] == 250
    assert messages_of(world) == [(ieva_id, "Perėmiau ir atsakau.", "lt")]


def test_without_the_setting_no_letter_invites_an_answer(
    world: World, door: str, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(door, world.address, mail())
    monkeypatch.setattr(carrier, "_reply_domain", "")
    assert jobs.drain() == 1
    (letter,) = post_office.letters
    assert letter["Reply-To"] is None and "no need to answer" in plain_text(letter)
    assert post_office.return_paths == ["no-reply@learn.example.lt"]
    assert deliver(door, world.address, mail(name="<2@x>"))[0] == 550


def report(action: str, status: str, name: str = "<bounce@mail.example.lt>") -> bytes:
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mail\r\n\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such person\r\n\r\n--b--\r\n"
    )
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=b"
    return mail(body, kind, sender="mailer-daemon@mail.example.lt", name=name)


def a_sent_notice(**values: object) -> int:
    with db.unit_of_work():
        recipient = session.scalars(select(User).where(User.email == "jonas@example.lt")).one()
        make_notice(make_user(), mail="sent")  # somebody else's
        return make_notice(
            recipient, **{"mail": "sent", "sent_at": clock.now(), "subject": "conversation:1", **values}
        ).id


def state_of(notice_id: int) -> str:
    with db.reading():
        (delivery,) = [
            each
            for each in queries.delivery_of("conversation:1")
            if each.occasion == queries.get_notice(notice_id).occasion
        ]
        return delivery.state


@pytest.mark.parametrize(
    ("status", "state"),
    [("5.1.1", "bounced-no-mailbox"), ("5.2.2", "bounced-full"), ("5.7.1", "bounced-refused")],
)
def test_a_bounce_is_shown_to_the_sender_and_can_be_tried_again(
    world: World, door: str, status: str, state: str
) -> None:
    notice_id = a_sent_notice()
    assert deliver(door, addresses.return_path(notice_id), report("failed", status), sender="")[0] == 250
    assert state_of(notice_id) == state
    with db.reading():
        found = queries.look_at_outbox(clock.now())
        assert (found.bounced, found.failed, found.waiting) == (1, 0, 0)
        assert queries.list_outbox("bounced", 10)[0].failure == f"{status} 550 no such person"
    with db.unit_of_work():
        service.retry_mail(actor_of(make_user(is_admin=True)), queries.get_notice(notice_id))
    assert state_of(notice_id) == "waiting"


def test_a_late_mail_is_still_on_its_way(world: World, door: str) -> None:
    notice_id = a_sent_notice()
    deliver(door, addresses.return_path(notice_id), report("delayed", "4.4.1"), sender="")
    assert state_of(notice_id) == "late"
    with db.reading():
        assert queries.look_at_outbox(clock.now()).bounced == 0


def test_what_left_in_one_mail_comes_back_together(world: World, door: str) -> None:
    first, second = (a_sent_notice(digest="digest-1@x", message_id=f"{each}@x") for each in "ab")
    deliver(door, addresses.return_path(second), report("failed", "5.1.1"), sender="")
    assert state_of(first) == state_of(second) == "bounced-no-mailbox"


def test_what_is_no_bounce_changes_nothing(world: World, door: str) -> None:
    notice_id = a_sent_notice()
    path = addresses.return_path(notice_id)
    for content in (
        mail("I am on leave until 5.1.2027", "Auto-Submitted: auto-replied"),
        report("delivered", "2.0.0"),
    ):
        assert deliver(door, path, content, sender="")[0] == 250
    assert state_of(notice_id) == "sent"
    assert {outcome for outcome, _reason in received()} == {"passed-over"}


def test_a_mailbox_from_which_letters_keep_coming_back_is_unreachable(world: World, door: str) -> None:
    def is_unreachable(address: str = "Jonas@example.lt") -> bool:
        with db.reading():
            return receiving.is_unreachable(world.learner_id, address)

    for number in range(3):
        assert not is_unreachable()
        content = report("failed", "5.1.1", f"<{number}@x>")
        path = addresses.return_path(a_sent_notice())
        for _twice in range(2):
            deliver(door, path, content, sender="")
    assert is_unreachable()
    assert not is_unreachable("new@example.lt")
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert not is_unreachable()
