"""Account letters, from the form to the mailbox and back through the link."""

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from lms import wiring
from lms.domain.accounts.models import User
from lms.domain.notifications import carrier, jobs
from lms.foundation import clock, db, mailers
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, make_user

NEW = "keturi mėlyni dramblukai"
SignIn = Callable[[User], Browser]


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mailbox of everybody in this test."""
    wiring.connect()
    monkeypatch.setattr(
        carrier,
        "_make_mailer",
        lambda: mailers.connect(str(tmp_path / "mail"), "Savimoka <no-reply@example.lt>"),
    )
    return tmp_path / "mail"


def take_letters(folder: Path) -> list[EmailMessage]:
    """Let the worker work; return what has come and empty the mailbox."""
    db.session.remove()
    jobs.drain()
    letters = []
    for path in sorted(folder.rglob("new/*")):
        letters.append(email.message_from_bytes(path.read_bytes(), policy=policy.default))
        path.unlink()
    return letters  # type: ignore[return-value]


def link_in(letter: EmailMessage) -> str:
    """The path to which the letter's link leads."""
    body = letter.get_body(("plain",))
    assert body
    found = re.search(r"http://localhost(/\S+)", body.get_content())
    assert found
    return found.group(1)


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_a_newcomers_letter_opens_the_account(client: Browser, folder: Path, lang: str) -> None:
    form = {"name": "Ona Onaitė", "email": "ona@example.lt", "password": PASSWORD}
    client.post_form(f"/{lang}/sign-up", form)
    [letter] = take_letters(folder)
    assert "ona@example.lt" in letter["To"]
    link = link_in(letter)
    assert link.startswith(f"/{lang}/sign-up/confirm/")
    assert client.get(link).status_code == 200
    assert client.post_form(link).location == f"/{lang}/my"
    assert take_letters(folder) == []


def test_an_owner_is_told_that_somebody_tried_to_sign_up(client: Browser, folder: Path) -> None:
    make_user(email="ona@example.lt")
    db.session.commit()
    client.post_form("/lt/sign-up", {"name": "Kas Kitas", "email": "ona@example.lt", "password": PASSWORD})
    [letter] = take_letters(folder)
    assert "ona@example.lt" in letter["To"] and "Kas Kitas" not in str(letter)
    assert link_in(letter).startswith("/lt/sign-in")


def test_a_forgotten_password_is_replaced_and_the_owner_told(client: Browser, folder: Path) -> None:
    make_user(email="ona@example.lt", password=PASSWORD)
    db.session.commit()
    client.post_form("/en/password", {"email": "ona@example.lt"})
    client.post_form("/en/password", {"email": "nera@example.lt"})
    [letter] = take_letters(folder)
    assert client.post_form(link_in(letter), {"password": NEW}).status_code == 303
    [warning] = take_letters(folder)
    assert "ona@example.lt" in warning["To"] and NEW not in str(warning)
    assert client.post_form("/en/sign-in", {"email": "ona@example.lt", "password": NEW}).status_code == 303


def test_a_new_address_confirms_and_the_former_one_is_told(sign_in: SignIn, folder: Path) -> None:
    browser = sign_in(make_user(email="ona@example.lt", password=PASSWORD))
    browser.post_form("/lt/account/email", {"email": "nauja@example.lt", "current_password": PASSWORD})
    [letter] = take_letters(folder)
    assert "nauja@example.lt" in letter["To"]
    assert browser.post_form(link_in(letter)).location == "/lt/account"
    [warning] = take_letters(folder)
    assert "ona@example.lt" in warning["To"]


def test_a_letter_whose_key_was_used_meanwhile_is_not_sent(client: Browser, folder: Path) -> None:
    form = {"name": "Ona Onaitė", "email": "ona@example.lt", "password": PASSWORD}
    client.post_form("/lt/sign-up", form)
    client.post_form("/lt/sign-up", {**form, "began": "another page"})
    first, second = take_letters(folder)
    client.post_form("/lt/sign-up/sent", {"email": "ona@example.lt"})
    client.post_form(link_in(first))
    assert take_letters(folder) == []
    assert client.get(link_in(second)).status_code == 404


def test_two_clicks_on_one_button_send_one_letter(client: Browser, folder: Path) -> None:
    form = {"name": "Ona Onaitė", "email": "ona@example.lt", "password": PASSWORD, "began": "this page"}
    for _click in range(2):
        assert client.post_form("/lt/sign-up", form).status_code == 303
    (letter,) = take_letters(folder)
    for path in ("/lt/sign-up/sent", "/lt/password"):
        for _click in range(2):
            assert client.post_form(path, {"email": "ona@example.lt"}).status_code == 303
        assert len(take_letters(folder)) == 1, path
    assert client.get(link_in(letter)).status_code == 200


def test_who_asks_anew_after_a_while_gets_another_letter(client: Browser, folder: Path) -> None:
    make_user(email="ona@example.lt", email_key="ona@example.lt")
    db.session.commit()
    for later in (0, 1):
        with time_machine.travel(clock.now() + timedelta(minutes=later)):
            client.post_form("/lt/password", {"email": "ona@example.lt"})
            assert len(take_letters(folder)) == 1


def test_somebody_else_with_the_same_address_does_not_keep_the_owners_letter_back(
    client: Browser, folder: Path
) -> None:
    form = {"name": "Ona Onaitė", "email": "ona@example.lt", "password": PASSWORD}
    client.post_form("/lt/sign-up", {**form, "password": "four other quiet words"})
    client.post_form("/lt/sign-up", {**form, "began": "the owner's page"})
    stranger, owner = take_letters(folder)
    assert link_in(stranger) != link_in(owner)
