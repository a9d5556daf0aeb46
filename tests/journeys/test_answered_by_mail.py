"""A question is answered from mail programs: real worker, mail server and door, both languages, by phone."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.journeys.window import PHONE, OpenWindow, Window
from tests.live import course
from tests.live.house import ROOT, House, free_port
from tests.live.parts import books, let_mail_be_due, wait_until
from tests.live.post_office import plain_text

pytestmark = pytest.mark.browser
DOMAIN = "reply.learn.example.lt"
LEARNER, AUTHOR = "norway@demo.example", "author@demo.example"
ASKED, ANSWERED, THANKED = (
    "How is it unlike a network?",
    "Klasteris turi bendrą tikslą – ąžuolą.",
    "Thank you!",
)
PLAN = b"Trys sektoriai, vienas tikslas."
# As phones and web mail write: no plain text at all, the letter that is answered in a box below.
ONLY_HTML = """<html><body><div dir="auto">Klasteris turi <b>bendrą</b> tikslą&nbsp;– ąžuolą.</div>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">2026-11-21, št, 12:14 Savimoka rašė:</div>
<blockquote class="gmail_quote">{letter}</blockquote></div></body></html>"""
BOUNCE = """From: mailer-daemon@mail.example
To: {to}
Message-ID: <bounce@mail.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=b
MIME-Version: 1.0

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such person

--b--
"""


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
    assert process.wait(120) == 0
    assert not books(house, "SELECT name FROM heartbeats WHERE kind = 'mail-in'")


def letter_to(house: House, address: str) -> EmailMessage:
    """Return the letter that came last for this address, waiting for the first."""
    let_mail_be_due(house)
    wait_until(lambda: house.post_office.letters_to(address))
    return house.post_office.letters_to(address)[-1]


def take_in(door: int, mail: EmailMessage | bytes, sender: str, to: str) -> None:
    """Hand a mail over at the door, twice, as after a lost answer."""
    content = mail if isinstance(mail, bytes) else bytes(mail)
    with smtplib.LMTP("127.0.0.1", door) as server:
        for _twice in range(2):
            server.sendmail(sender, [to], content)


def reply_to(letter: EmailMessage, sender: str) -> EmailMessage:
    """Begin an answer to a letter, as a mail program does."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, str(letter["Reply-To"])
    mail["Subject"], mail["Message-ID"] = f"Re: {letter['Subject']}", f"<{sender}.1@mail.example>"
    return mail


def test_a_question_is_asked_answered_by_mail_and_thanked_for_by_mail(
    house: House, door: int, open_window: OpenWindow
) -> None:
    learner, author = open_window("en", PHONE), open_window("lt", PHONE)
    learner.sign_in(LEARNER)
    author.sign_in(AUTHOR)
    learner.go(f"{course.MODULE}/three-sectors/ask")
    learner.fill("Your question", ASKED)
    learner.press("Send the question")
    learner.sees("Your question has been sent")
    conversation = learner.path

    asked = letter_to(house, AUTHOR)
    assert plain_text(asked).startswith("##- Savimoka: rašykite virš šios eilutės")
    assert "Į šį laišką galite atsakyti" in plain_text(asked)
    answer, html = reply_to(asked, AUTHOR), asked.get_body(("html",))
    assert html is not None
    answer.set_content(ONLY_HTML.format(letter=html.get_content()), subtype="html")
    answer.add_attachment(PLAN, maintype="text", subtype="plain", filename="Mano planas.txt")
    take_in(door, answer, AUTHOR, str(answer["To"]))
    shows(learner, conversation, "lt", ANSWERED)
    with learner.page.expect_download() as download:
        learner.page.get_by_role("link", name="Mano planas.txt").click()
    assert download.value.path().read_bytes() == PLAN

    answered = letter_to(house, LEARNER)
    assert "You can answer this letter" in plain_text(answered)
    thanks = reply_to(answered, LEARNER)
    quoted = "\n".join(f"> {line}" for line in plain_text(answered).splitlines())
    thanks.set_content(f"{THANKED}\n\nOn 21 Nov 2026 Savimoka <{thanks['To']}> wrote:\n\n{quoted}\n")
    take_in(door, thanks, LEARNER, str(thanks["To"]))
    shows(author, conversation, "en", ASKED, THANKED)
    assert house.lms("doctor", "--lang", "en").stdout.count("are taken in") == 1

    _comes_back(house, door, learner, conversation)


def shows(window: Window, conversation: str, language: str, *texts: str) -> None:
    """These words stand there once, in the language of their writer, without the letter that they answer."""
    window.go(conversation)
    expect(window.page.locator(f".message__text[lang={language}]")).to_have_text(texts)


def _comes_back(house: House, door: int, learner: Window, conversation: str) -> None:
    """The letter about the thanks finds no mailbox: its sender reads so, in both languages."""
    wait_until(lambda: len(house.post_office.letters_to(AUTHOR)) == 2)
    number = house.post_office.letters.index(house.post_office.letters_to(AUTHOR)[-1])
    to = house.post_office.return_paths[number]
    take_in(door, BOUNCE.format(to=to).encode(), "", to)
    for language, words in (("en", "there is no such mailbox"), ("lt", "tokios el. pašto dėžutės nėra")):
        learner.language = language
        learner.go(conversation)
        learner.sees(words)


def test_without_the_setting_the_door_says_what_is_missing(house: House) -> None:
    settings = {**house.environment, **house.settings(), "LMS_REPLY_DOMAIN": ""}
    command = [sys.executable, "-m", "lms.cli", "mail-in", "--lang", "lt"]
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1 and "LMS_REPLY_DOMAIN" in done.stderr
    wrong = [*command, "--listen", "nowhere"]
    done = subprocess.run(
        wrong, env=settings, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 2 and "nowhere" in done.stderr
