"""What was typed when a session had ended is kept for its writer."""

from typing import Any

import pytest
from flask import Flask

from lms.domain.accounts.models import KeptForm, UserSession
from lms.foundation import clock, db
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, make_user

TYPED = {"name": "Mano ilgas tekstas\r\nir antra eilutė", "password": "slaptas dalykas", "language": "lt"}


def end_all_sessions() -> None:
    for row in db.session.query(UserSession):
        row.ended_at = clock.now()
    db.session.commit()


def test_a_form_is_offered_again_after_signing_in(app: Flask, sign_in: Any) -> None:
    ona = make_user(email="ona@example.lt", password=PASSWORD)
    browser: Browser = sign_in(ona)
    end_all_sessions()
    answer = browser.post_form("/lt/account", TYPED)
    assert answer.status_code == 303 and "/lt/sign-in?next=/lt/continue/" in answer.location
    kept = db.session.query(KeptForm).one()
    assert kept.user_id == ona.id and "slaptas" not in str(kept.fields)
    going_to = answer.location.partition("next=")[2]
    answer = browser.post_form(
        "/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD, "next": going_to}
    )
    assert answer.location == going_to
    for lang, button in (("lt", "Siųsti"), ("en", "Send")):
        page = browser.get(going_to.replace("/lt/", f"/{lang}/")).text
        assert "Mano ilgas tekstas" in page and 'action="/lt/account"' in page and button in page
        assert "csrf_token" in page and "slaptas dalykas" not in page


def test_it_is_closed_to_others(app: Flask, client: Browser, sign_in: Any) -> None:
    browser: Browser = sign_in(make_user())
    end_all_sessions()
    path = browser.post_form("/lt/account", TYPED).location.partition("next=")[2]
    assert client.get(path).status_code == 303  # to sign in
    assert sign_in(make_user()).get(path).status_code == 404


def test_a_missing_or_old_one_is_not_found(app: Flask, sign_in: Any) -> None:
    assert sign_in(make_user()).get("/lt/continue/nieko").status_code == 404


@pytest.mark.parametrize(
    ("header", "value", "is_offered"),
    [
        ("Origin", "http://localhost", True),
        ("Referer", "http://localhost/lt/account", True),
        ("Origin", "http://localhost.evil.example", False),
        ("Origin", "http://localhost:81", False),
        ("Origin", "https://localhost", False),
        ("Origin", "null", False),
        ("Referer", "http://evil.example/http://localhost/", False),
        ("Origin", "http://[", False),
        ("Accept", "*/*", False),
    ],
)
def test_a_form_without_its_token_is_offered_again_only_to_our_own_pages(
    client: Browser, header: str, value: str, is_offered: bool
) -> None:
    answer = client.post("/lt/account", data=TYPED, headers={header: value})
    assert answer.status_code == 400
    assert ("Mano ilgas tekstas" in answer.text) == is_offered
    assert "slaptas dalykas" not in answer.text
