"""A question is answered from a mail program: real worker, real mail server, real door, in both languages."""

import re
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.live import course
from tests.live.house import PASSWORD, ROOT, House, free_port
from tests.live.parts import books, let_mail_be_due, wait_until
from tests.live.post_office import plain_text
from tests.live.visitor import Visitor

DOMAIN = "reply.learn.example.lt"
LEARNER, AUTHOR = "norway@demo.example", "author@demo.example"
ASKED, ANSWERED, THANKED = (
    "How is it unlike a network?",
    "Klasteris turi bendrą tikslą – ąžuolą.",
    "Thank you!",
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose letters can be answered."""
    running = House(tmp_path_factory.mktemp("answering"), LMS_REPLY_DOMAIN=DOMAIN)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def door(house: House) -> Iterator[int]:
    """The port of `lms mail-in` beside that house."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "lms.cli", "mail-in", "--listen", f"127.0.0.1:{port}"],
        env={**house.environment, **house.settings(), "LMS_REPLY_DOMAIN": DOMAIN},
        cwd=ROOT,
    )
    wait_until(lambda: books(house, "SELECT name FROM heartbeats WHERE kind = 'mail-in'"))
    yield port
    process.terminate()
    assert process.wait(20) == 0
    assert not books(house, "SELECT name FROM heartbeats WHERE kind = 'mail-in'")


def letter_to(house: House, address: str) -> EmailMessage:
    """Return the letter that came last for this address, waiting for the first."""
    let_mail_be_due(house)
    wait_until(lambda: house.post_office.letters_to(address))
    return house.post_office.letters_to(address)[-1]


def answer_by_mail(door: int, letter: EmailMessage, sender: str, words: str) -> None:
    """Answer as a mail program does: above the letter, which it quotes."""
    quoted = "\n".join(f"> {line}" for line in plain_text(letter).splitlines())
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, str(letter["Reply-To"])
    mail["Subject"], mail["Message-ID"] = f"Re: {letter['Subject']}", f"<{sender}.1@mail.example>"
    mail.set_content(f"{words}\n\n2026-11-21, št, 12:14 Savimoka <{letter['Reply-To']}> rašė:\n\n{quoted}\n")
    with smtplib.LMTP("127.0.0.1", door) as server:
        for _twice in range(2):  # as after a lost answer
            server.send_message(mail, sender, [str(letter["Reply-To"])])


def test_a_question_is_asked_answered_by_mail_and_thanked_for_by_mail(house: House, door: int) -> None:
    learner, author = Visitor(house.url), Visitor(house.url)
    learner.sign_in(LEARNER, PASSWORD, "en")
    author.sign_in(AUTHOR, PASSWORD, "lt")
    learner.send(learner.get(f"/en{course.MODULE}").form("/enrol"))
    path = f"/en{course.MODULE}/three-sectors/ask"
    conversation = learner.send(learner.get(path).form("/ask"), ("text", ASKED)).location
    assert conversation is not None

    asked = letter_to(house, AUTHOR)
    assert plain_text(asked).startswith("##- Savimoka: rašykite virš šios eilutės")
    assert "Į šį laišką galite atsakyti" in plain_text(asked)
    answer_by_mail(door, asked, AUTHOR, ANSWERED)
    shown = learner.get(conversation).text
    assert shown.count(ANSWERED) == 1 and "rašė" not in shown
    assert re.search(rf'lang="lt"[^>]*>{ANSWERED}', shown)

    answered = letter_to(house, LEARNER)
    assert "You can answer this letter" in plain_text(answered)
    answer_by_mail(door, answered, LEARNER, THANKED)
    shown = author.get(conversation.replace("/en/", "/lt/")).text
    assert shown.count(THANKED) == 1
    assert house.lms("doctor", "--lang", "en").stdout.count("are taken in") == 1


def test_without_the_setting_the_door_says_what_is_missing(house: House) -> None:
    settings = {**house.environment, **house.settings(), "LMS_REPLY_DOMAIN": ""}
    command = [sys.executable, "-m", "lms.cli", "mail-in", "--lang", "lt"]
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1 and "LMS_REPLY_DOMAIN" in done.stderr
    wrong = [*command, "--listen", "nowhere"]
    done = subprocess.run(
        wrong, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 2 and "nowhere" in done.stderr
