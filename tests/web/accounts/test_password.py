"""A new password for somebody who forgot theirs."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from lms.domain.accounts.models import AccountToken, User, UserSession
from lms.foundation import clock, db
from lms.foundation.audit import AuditEntry
from lms.web.shell import limits
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, last_letter_key, make_user

NEW = "keturi mėlyni dramblukai"


def the_user() -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(email_key="ona@example.lt").one()


@pytest.fixture
def ona(app: Flask) -> User:
    make_user(email="kita@example.lt", password=PASSWORD)
    user = make_user(email="ona@example.lt", password=PASSWORD)
    db.session.commit()
    return user


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_it_works_and_ends_all_sessions(client: Browser, ona: User, sign_in: Any, lang: str) -> None:
    elsewhere = sign_in(the_user())
    assert client.get(f"/{lang}/password").status_code == 200
    answer = client.post_form(f"/{lang}/password", {"email": "ona@example.lt"})
    assert (answer.status_code, answer.location) == (303, f"/{lang}/password/sent")
    assert "ona@example.lt" in client.get(answer.location).text
    link = f"/{lang}/password/new/{last_letter_key('password')}"
    assert client.get(link).status_code == 200
    assert client.post_form(link, {"password": "trumpas"}).status_code == 422
    answer = client.post_form(link, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, f"/{lang}/sign-in")
    assert ("Slaptažodis pakeistas" if lang == "lt" else "The password is changed") in client.get(
        answer.location
    ).text
    assert db.session.query(UserSession).filter_by(ended_at=None).count() == 0
    assert elsewhere.get("/lt/sign-in").status_code == 200
    assert (
        client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD}).status_code == 422
    )
    assert client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": NEW}).status_code == 303
    assert client.get(link).status_code == client.post_form(link, {"password": PASSWORD}).status_code == 404
    assert db.session.query(AuditEntry).one().deed == "password-reset"


def test_it_never_tells_which_accounts_exist(client: Browser, ona: User) -> None:
    make_user(email="uzdaryta@example.lt", standing="deactivated")
    db.session.commit()
    pages = []
    for email in ("ona@example.lt", "nera@example.lt", "uzdaryta@example.lt"):
        answer = client.post_form("/lt/password", {"email": email})
        pages.append(
            (answer.status_code, answer.location, client.get(answer.location).text.replace(email, ""))
        )
    assert pages[0] == pages[1] == pages[2]
    assert [key.user_id for key in db.session.query(AccountToken)] == [the_user().id]


def test_a_new_letter_does_not_end_the_older_one_but_use_does(client: Browser, ona: User) -> None:
    client.post_form("/lt/password", {"email": "ona@example.lt"})
    first = last_letter_key("password")
    client.post_form("/lt/password", {"email": "ona@example.lt"})
    second = last_letter_key("password")
    assert client.post_form(f"/lt/password/new/{first}", {"password": NEW}).status_code == 303
    assert client.post_form(f"/lt/password/new/{second}", {"password": PASSWORD}).status_code == 404


def test_the_link_runs_out_after_two_hours(client: Browser, ona: User) -> None:
    client.post_form("/lt/password", {"email": "ona@example.lt"})
    link = f"/lt/password/new/{last_letter_key('password')}"
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert client.post_form(link, {"password": NEW}).status_code == 404


def test_it_confirms_the_address_too_and_forgives_failed_tries(client: Browser, app: Flask) -> None:
    make_user(email="ona@example.lt", standing="unconfirmed", confirmed_at=None)
    db.session.commit()
    for _ in range(limits.SIGN_IN_OF_ACCOUNT.most + 1):
        client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": "x"})
    client.post_form("/lt/password", {"email": "ona@example.lt"})
    client.post_form(f"/lt/password/new/{last_letter_key('password')}", {"password": NEW})
    assert client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": NEW}).status_code == 303
    assert the_user().standing == "active"


def test_bad_addresses_are_refused_in_words(client: Browser, app: Flask) -> None:
    for typed in ("", "x", "a" * 5000):
        answer = client.post_form("/lt/password", {"email": typed})
        assert answer.status_code == 422 and 'id="email-error"' in answer.text
