"""Answers through the door, by a real LMTP client, on both databases."""

import threading
from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO

import pytest
import time_machine
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from lms.domain.catalogue.models import Staff
from lms.domain.content import service as courses
from lms.domain.messaging import queries as messaging
from lms.domain.messaging.models import Message, MessageFile
from lms.domain.notifications import addresses, receiving
from lms.domain.notifications.models import Notice, ReceivedMail
from lms.domain.notifications.receiving import Reception
from lms.foundation import clock, db, signing, storage
from lms.foundation.db import session
from tests.domain.notifications.mail_in.at_the_door import (
    ANSWER,
    DOMAIN,
    World,
    deliver,
    mail,
    messages_of,
    received,
    reply_address,
)
from tests.factories.accounts import make_user


def test_an_answer_becomes_a_message_and_the_other_side_is_told(world: World, door: str) -> None:
    quoted = f"{ANSWER}\r\n\r\n2026-11-21 12:14, Savimoka rašė:\r\n> Laba diena\r\n"
    assert deliver(door, world.address, mail(quoted))[0] == 250
    assert messages_of(world) == [(world.author_id, ANSWER, "lt")]
    with db.reading():
        told = session.scalars(select(Notice)).one()
        assert (told.recipient_id, told.kind) == (world.learner_id, "message-posted")
        assert session.scalar(select(ReceivedMail.subject)) == f"conversation:{world.conversation_id}"
    assert received() == [("taken", "")]


def test_a_mail_delivered_twice_is_one_message(world: World, door: str) -> None:
    other = mail(ANSWER, name="<2@mail.example.lt>")
    for content in (mail(), mail(), other):
        assert deliver(door, world.address, content)[0] == 250
    assert len(messages_of(world)) == 2


def test_a_mail_delivered_by_several_at_once_is_one_message(world: World, door: str) -> None:
    codes: list[int] = []
    threads = [
        threading.Thread(target=lambda: codes.append(deliver(door, world.address, mail())[0]))
        for _each in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [250] * 6
    assert len(messages_of(world)) == 1


def test_forged_and_expired_addresses_are_refused_at_once(world: World, door: str) -> None:
    local, _at, domain = world.address.partition("@")
    forged = local.replace(f"-{addresses.signing._to_base_32(world.author_id)}-", "-v9-", 1)
    for address in (
        f"{forged}@{domain}",
        f"{local}@elsewhere.example.lt",
        f"x@{domain}",
        f"postmaster@{domain}",
    ):
        assert deliver(door, address, mail())[0] == 550
    with time_machine.travel(clock.now() + timedelta(days=91)):
        code, words = deliver(door, world.address, mail())
        assert code == 550 and "too old" in words
    with time_machine.travel(clock.now() + timedelta(days=89)):
        assert deliver(door, world.address.upper(), mail())[0] == 250
    assert len(messages_of(world)) == 1


def test_nobody_answers_from_another_address(world: World, door: str) -> None:
    forms = (
        mail(sender="jonas@example.lt"),
        mail(sender="rasa@example.lt.evil.example"),
        mail(ANSWER, "From: jonas@example.lt"),
        *(
            mail().replace(b"Rasa <rasa@example.lt>", line)
            for line in (
                b"rasa@example.lt <jonas@example.lt>",
                b'"rasa@example.lt" <jonas@example.lt>',
                b"rasa@example.lt]<jonas@example.lt>",  # which the library takes for the first
                b"rasa@example.lt)<jonas@example.lt>",
                b"rasa@example.lt@evil.example",
                b'"" rasa@example.lt" <jonas@example.lt>',
                b"=?utf-8?q?rasa=40example=2Elt?=",
            )
        ),
    )
    for content in forms:
        code, words = deliver(door, world.address, content)
        assert code == 550 and "the e-mail address of your account" in words
        assert "rasa" not in words.lower()
    assert messages_of(world) == []
    assert set(received()) == {("refused", "other-sender")}
    own = (
        b"<RASA@Example.LT>",
        b'"Rasa (darbas), \\" x@y" <rasa@example.lt> (namai)',
        b"rasa@example.lt <rasa@example.lt>",
    )
    for number, line in enumerate(own):
        content = mail(name=f"<own{number}@x>").replace(b"Rasa <rasa@example.lt>", line)
        assert deliver(door, world.address, content)[0] == 250


def test_who_no_longer_takes_part_is_refused(world: World, door: str) -> None:
    with db.unit_of_work():
        stranger = make_user(email="kitas@example.lt")
        closed = make_user(email="closed@example.lt", standing="deactivated")
        numbers = stranger.id, closed.id
    for user_id, sender in zip(numbers, ("kitas@example.lt", "closed@example.lt"), strict=True):
        address = reply_address(world.conversation_id, user_id)
        assert deliver(door, address, mail(sender=sender))[0] == 550
    assert deliver(door, reply_address(999_999, world.author_id), mail())[0] == 550
    assert messages_of(world) == []
    assert [reason for _outcome, reason in received()] == ["closed", "no-account", "closed"]


def test_a_conversation_outlives_its_module_and_not_the_duty_of_its_author(world: World, door: str) -> None:
    learner = reply_address(world.conversation_id, world.learner_id)
    with db.unit_of_work():
        talk = messaging.get_conversation(world.conversation_id)
        courses.withdraw(talk.module, "test")
    assert deliver(door, learner, mail(sender="jonas@example.lt", name="<1@x>"))[0] == 250
    assert deliver(door, world.address, mail(name="<2@x>"))[0] == 250
    with db.unit_of_work():
        session.query(Staff).filter_by(user_id=world.author_id).delete()
    assert deliver(door, world.address, mail(name="<3@x>"))[0] == 550
    assert deliver(door, learner, mail(sender="jonas@example.lt", name="<4@x>"))[0] == 250
    assert [sender for sender, _text, _language in messages_of(world)] == [
        world.learner_id,
        world.author_id,
        world.learner_id,
    ]
    with db.reading():
        assert messaging.get_conversation(world.conversation_id).state == "waiting"


@pytest.mark.parametrize("line", ["Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes"])
def test_automatic_answers_are_passed_over(world: World, door: str, line: str) -> None:
    assert deliver(door, world.address, mail("I am on leave.", line))[0] == 250
    assert deliver(door, world.address, mail("Undelivered", name="<3@x>"), sender="")[0] == 250
    assert messages_of(world) == []
    assert received() == [("passed-over", "automatic")] * 2


def test_mailboxes_that_answer_each_other_come_to_an_end(
    world: World, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_ANSWERS", 2)
    codes = [deliver(door, world.address, mail(name=f"<{each}@x>"))[0] for each in range(4)]
    assert codes == [250, 250, 550, 550]
    assert deliver(door, world.address, mail(name="<1@x>"))[0] == 250  # again, not another
    learner = reply_address(world.conversation_id, world.learner_id)
    assert deliver(door, learner, mail(sender="jonas@example.lt", name="<9@x>"))[0] == 250
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert deliver(door, world.address, mail(name="<10@x>"))[0] == 250
    assert len(messages_of(world)) == 4
    assert received().count(("refused", "too-many")) == 2


def test_a_mail_without_words_of_its_own_goes_back(world: World, door: str) -> None:
    code, words = deliver(door, world.address, mail("> Laba diena\r\n\r\n-- \r\nRasa"))
    assert code == 550 and "above the marked line" in words
    assert deliver(door, world.address, mail("a" * 20_001, name="<2@x>"))[0] == 550
    assert messages_of(world) == []


def with_file(name: str, content: str) -> bytes:
    head = f"Content-Type: text/plain\r\nContent-Disposition: attachment; filename={name}"
    part = f"--b\r\n{head}\r\n\r\n{content}\r\n"
    body = f"--b\r\nContent-Type: text/plain\r\n\r\n{ANSWER}\r\n{part}--b--\r\n"
    return mail(body, "Content-Type: multipart/mixed; boundary=b", name=f"<{name}@x>")


def test_files_come_with_the_answer_and_are_checked(world: World, door: str) -> None:
    assert deliver(door, world.address, with_file("map.csv", "a;b"))[0] == 250
    code, words = deliver(door, world.address, with_file("virus.exe", "MZ"))
    assert code == 550 and '"virus.exe"' in words and "not accepted" in words
    code, words = deliver(door, world.address, with_file("map.pdf", "no pdf"))
    assert code == 550 and "not what its name says" in words
    with db.reading():
        kept = session.scalars(select(MessageFile)).one()
        assert (kept.name, kept.media_type) == ("map.csv", "text/csv")
        with storage.current().open(kept.storage_key) as file:
            assert file.read().strip() == b"a;b"
    assert len(messages_of(world)) == 1


def test_a_picture_by_mail_loses_place_and_time(world: World, door: str) -> None:
    photograph = BytesIO()
    notes = Image.Exif()
    notes[0x010F] = "Telefonas"  # which device
    notes.get_ifd(0x8825)[1] = "N"  # where
    Image.new("RGB", (20, 20)).save(photograph, "JPEG", exif=notes)
    assert b"Telefonas" in photograph.getvalue()
    letter = EmailMessage()
    letter["From"], letter["Message-ID"] = "rasa@example.lt", "<photo@x>"
    letter.set_content(ANSWER)
    letter.add_attachment(photograph.getvalue(), maintype="image", subtype="jpeg", filename="lenta.jpg")
    assert deliver(door, world.address, bytes(letter))[0] == 250
    with db.reading():
        kept = session.scalars(select(MessageFile)).one()
    with storage.current().open(kept.storage_key) as file:
        content = file.read()
    assert b"Telefonas" not in content and b"Exif" not in content
    assert Image.open(BytesIO(content)).size == (20, 20)


def test_while_the_database_is_away_the_mail_waits(world: World, door: str, shared_database: str) -> None:
    db.connect("postgresql://nobody@127.0.0.1:1/nothing")
    assert deliver(door, world.address, mail())[0] == 451
    again = db.connect(shared_database)
    assert deliver(door, world.address, mail())[0] == 250
    assert len(messages_of(world)) == 1
    db.session.remove()
    again.dispose()


@pytest.mark.usefixtures("database")
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=400))
def test_whatever_bytes_come_the_door_has_an_answer(content: bytes) -> None:
    address = f"{signing.seal_address('r', 1, 2, 900_000)}@{DOMAIN}"
    for recipient in (address, addresses.return_path(7)):
        assert Reception().take("x@example.lt", recipient, content).code in (250, 550)
    assert session.scalar(select(func.count()).select_from(Message)) == 0
