"""Signing in and out."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from lms.domain.accounts import passwords, queries
from lms.domain.accounts.models import UserSession
from lms.domain.notifications.models import ReceivedMail
from lms.foundation import clock, db
from lms.web.shell import limits
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, make_user

WRONG = {
    "lt": "Neteisingas el. pašto adresas arba slaptažodis.",
    "en": "The e-mail address or the password is wrong.",
}


@pytest.fixture
def ona(app: Flask) -> int:
    make_user(name="Kita Asmenė", password="visai kitas slaptas")
    user_id = make_user(email="Ona@example.lt", name="Ona Onaitė", password=PASSWORD).id
    db.session.commit()
    return user_id


def test_it_works(client: Browser, ona: int) -> None:
    answer = client.post_form("/lt/sign-in", {"email": "ona@EXAMPLE.lt", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/lt/my")
    assert client.get("/lt/sign-in").location == "/lt/my"
    row = db.session.query(UserSession).one()
    assert (row.user_id, row.is_shared_computer) == (ona, False)
    assert row.token_hash not in client.get_cookie("session").value  # type: ignore[union-attr]


@pytest.mark.parametrize(("lang", "said"), [("lt", "mūsų laiškai grįžta"), ("en", "our letters come back")])
def test_whom_our_letters_do_not_reach_is_told(client: Browser, ona: int, lang: str, said: str) -> None:
    for number in range(3):
        db.session.add(
            ReceivedMail(
                key=str(number),
                received_at=clock.now(),
                outcome="bounced",
                user_id=ona,
                address="ona@example.lt",
            )
        )
    db.session.commit()
    client.post_form(f"/{lang}/sign-in", {"email": "Ona@example.lt", "password": PASSWORD})
    assert said in client.get(f"/{lang}/account").get_data(as_text=True)
    assert said not in client.get(f"/{lang}/account").get_data(as_text=True)


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_it_speaks_both_languages(client: Browser, ona: int, lang: str) -> None:
    page = client.get(f"/{lang}/sign-in?next=/{lang}/modules/x").text
    assert f'<html lang="{lang}"' in page
    assert ("Prisijungti" if lang == "lt" else "Sign in") in page
    answer = client.post_form(
        f"/{lang}/sign-in", {"email": "ona@example.lt", "password": "ne tas slaptažodis"}
    )
    assert answer.status_code == 422
    assert WRONG[lang] in answer.text
    assert "ona@example.lt" in answer.text
    assert "ne tas slaptažodis" not in answer.text


def test_it_leads_back_to_where_one_was_going_but_never_elsewhere(client: Browser, ona: int) -> None:
    login = {"email": "ona@example.lt", "password": PASSWORD}
    answer = client.post_form("/lt/sign-in", {**login, "next": "/en/modules/social-clustering-concepts?x=1"})
    assert answer.location == "/en/modules/social-clustering-concepts?x=1"
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        client.post_form("/lt/sign-out")
        assert client.post_form("/lt/sign-in", {**login, "next": elsewhere}).location == "/lt/my"


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_empty_fields_are_named(client: Browser, app: Flask, lang: str) -> None:
    answer = client.post_form(f"/{lang}/sign-in", {"email": "", "password": ""})
    assert answer.status_code == 422
    named = (
        ["Įrašykite el. pašto adresą.", "Įrašykite slaptažodį."]
        if lang == "lt"
        else ["Enter your e-mail address."]
    )
    assert all(words in answer.text for words in named)


def test_unknown_accounts_and_wrong_passwords_get_the_same_answer_after_the_same_work(
    client: Browser, ona: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str | None] = []
    really = passwords.is_right
    monkeypatch.setattr(
        passwords, "is_right", lambda kept, typed: compared.append(kept) or really(kept, typed)
    )
    answers = [
        client.post_form("/lt/sign-in", {"email": email, "password": "ne tas slaptažodis"}).text.replace(
            email, ""
        )
        for email in ("ona@example.lt", "nera@example.lt")
    ]
    assert answers[0] == answers[1]
    assert len(compared) == 2 and compared[0] and compared[1] is None


@pytest.mark.parametrize(
    ("standing", "words"), [("unconfirmed", "dar nepatvirtintas"), ("deactivated", "uždaryta")]
)
def test_only_who_knows_the_password_hears_that_an_account_is_not_open(
    client: Browser, app: Flask, standing: str, words: str
) -> None:
    make_user(email="ona@example.lt", password=PASSWORD, standing=standing)
    db.session.commit()
    answer = client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD})
    assert answer.status_code == 422 and words in answer.text
    answer = client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": "ne tas slaptažodis"})
    assert WRONG["lt"] in answer.text and words not in answer.text
    assert db.session.query(UserSession).count() == 0


@pytest.mark.usefixtures("early_in_the_hour")
def test_too_many_failures_close_the_account_for_a_while_and_say_until_when(
    client: Browser, ona: int
) -> None:
    for _ in range(limits.SIGN_IN_OF_ACCOUNT.most):
        wrong = client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": "ne tas slaptažodis"})
        assert wrong.status_code == 422
    answer = client.post_form("/lt/sign-in", {"email": "ONA@example.lt", "password": PASSWORD})
    assert answer.status_code == 429
    assert re.search(r"Vėl bandyti galėsite nuo \d\d\.\d\d\xa0val\.", answer.text)
    assert "val.." not in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= limits.SIGN_IN_OF_ACCOUNT.seconds
    # An address without account is treated just so, and another account is still open.
    for _ in range(limits.SIGN_IN_OF_ACCOUNT.most):
        client.post_form("/lt/sign-in", {"email": "nera@example.lt", "password": "x"})
    assert client.post_form("/lt/sign-in", {"email": "nera@example.lt", "password": "x"}).status_code == 429
    make_user(email="jonas@example.lt", password=PASSWORD)
    db.session.commit()
    assert (
        client.post_form("/lt/sign-in", {"email": "jonas@example.lt", "password": PASSWORD}).status_code
        == 303
    )


def test_successes_never_count(client: Browser, ona: int) -> None:
    for _ in range(limits.SIGN_IN_OF_ACCOUNT.most + 3):
        assert (
            client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD}).status_code
            == 303
        )
        client.post_form("/lt/sign-out")


@pytest.mark.usefixtures("early_in_the_hour")
def test_failures_from_one_network_address_are_limited_too(
    client: Browser, ona: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SIGN_IN_FROM_ADDRESS", limits.SIGN_IN_FROM_ADDRESS._replace(most=3))
    for number in range(3):
        client.post_form("/lt/sign-in", {"email": f"x{number}@example.lt", "password": "x"})
    login = {"email": "ona@example.lt", "password": PASSWORD}
    assert client.post_form("/lt/sign-in", login).status_code == 429
    elsewhere = client.post_form("/lt/sign-in", login, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 303


def test_a_session_ended_elsewhere_is_over_here(client: Browser, ona: int) -> None:
    client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD})
    db.session.query(UserSession).one().ended_at = clock.now()
    db.session.commit()
    assert client.get("/lt/sign-in").status_code == 200


def test_a_shared_computer_is_signed_out_soon_and_keeps_nothing(client: Browser, ona: int) -> None:
    client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD, "shared": "y"})
    row = db.session.query(UserSession).one()
    assert row.is_shared_computer and row.expires_at < clock.now() + timedelta(hours=3)
    assert "Expires" not in client.get("/lt/sign-in").headers.get("Set-Cookie", "")
    answer = client.post_form("/lt/sign-out")
    assert "cache" in answer.headers["Clear-Site-Data"]


def test_signing_out_ends_the_row(client: Browser, ona: int) -> None:
    client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD})
    answer = client.post_form("/en/sign-out")
    assert (answer.status_code, answer.location) == (303, "/en/sign-in")
    assert db.session.query(UserSession).one().ended_at
    answer = client.get("/lt/sign-out")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


def test_a_hash_of_an_older_cost_is_renewed_at_sign_in(client: Browser, app: Flask) -> None:
    passwords.use_cost(for_tests=False)
    old = passwords.hash_password(PASSWORD)
    passwords.use_cost(for_tests=True)
    user_id = make_user(email="ona@example.lt", password_hash=old).id
    db.session.commit()
    client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD})
    kept = queries.get_user(user_id).password_hash
    assert kept and kept != old and passwords.is_right(kept, PASSWORD)


@pytest.mark.parametrize(
    ("accepts", "language"), [("en-GB,en;q=0.9", "en"), ("lt-LT", "lt"), ("nb-NO,nb", "lt"), ("", "lt")]
)
def test_the_front_door_speaks_the_language_of_the_browser(
    client: Browser, accepts: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, f"/{language}/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_front_door_speaks_the_language_of_the_account(app: Flask, sign_in: Any) -> None:
    browser = sign_in(make_user(language="en"))
    assert browser.get("/", headers={"Accept-Language": "lt"}).location == "/en/"
