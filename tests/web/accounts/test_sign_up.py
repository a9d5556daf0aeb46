"""Signing up and confirming the address."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from lms.domain.accounts import queries
from lms.domain.accounts.models import AccountToken, User, UserSession
from lms.foundation import clock, db
from lms.web.shell import limits
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, last_letter_key, make_entry, make_institution, make_user

ONA = {"name": "Ona Onaitė", "email": "Ona@example.lt", "password": PASSWORD}


def the_user() -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(email_key="ona@example.lt").one()


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_it_works_and_leads_back_to_the_module(client: Browser, app: Flask, lang: str) -> None:
    make_user()
    institution, category = make_institution(country="NO").id, make_entry().id
    db.session.commit()
    going_to = f"/{lang}/modules/social-clustering-concepts"
    page = client.get(f"/{lang}/sign-up?next={going_to}")
    assert (
        going_to in page.text and ("Susikurti paskyrą" if lang == "lt" else "Create an account") in page.text
    )
    answer = client.post_form(
        f"/{lang}/sign-up", {**ONA, "next": going_to, "institution": institution, "category": category}
    )
    assert (answer.status_code, answer.location) == (303, f"/{lang}/sign-up/sent")
    assert "Ona@example.lt" in client.get(answer.location).text
    user = the_user()
    assert (user.standing, user.language, user.name) == ("unconfirmed", lang, "Ona Onaitė")
    assert (user.institution_id, user.category_id, user.time_zone) == (institution, category, "Europe/Oslo")
    assert user.privacy_version and user.privacy_seen_at
    assert user.password_hash and user.password_hash.startswith("$argon2id$")

    link = f"/{lang}/sign-up/confirm/{last_letter_key('confirm')}"
    assert client.get(link).status_code == client.head(link).status_code == 200
    assert the_user().standing == "unconfirmed"  # Looking at the link confirms nothing.
    answer = client.post_form(link)
    assert (answer.status_code, answer.location) == (303, going_to)
    assert the_user().standing == "active"
    assert db.session.query(UserSession).one().user_id == the_user().id
    # Pressed twice, or the letter opened again: nothing breaks.
    assert client.post_form(link).status_code == 303
    client.post_form("/lt/sign-out")
    gone = client.post_form(link)
    assert gone.status_code == 404
    assert ("Ši nuoroda nebeveikia" if lang == "lt" else "This link no longer works") in gone.text


def test_an_address_that_has_an_account_is_not_revealed(client: Browser, app: Flask) -> None:
    owner = make_user(email="ona@example.lt", password="senasis slaptas žodis")
    kept, owner_id = owner.password_hash, owner.id
    db.session.commit()
    known = client.post_form("/lt/sign-up", {**ONA, "password": "bandau pavogti paskyrą"})
    new = client.post_form("/lt/sign-up", {**ONA, "email": "nauja@example.lt"})
    assert (known.status_code, known.location) == (new.status_code, new.location)
    assert the_user().password_hash == kept and the_user().standing == "active"
    assert db.session.query(AccountToken).filter_by(user_id=owner_id).count() == 0


def test_somebody_elses_password_cannot_slip_under_the_owners_letter(client: Browser, app: Flask) -> None:
    client.post_form("/lt/sign-up", ONA)
    owners = last_letter_key("confirm")
    client.post_form("/lt/sign-up", {**ONA, "name": "Kas Kitas", "password": "svetimas slaptas žodis"})
    client.post_form(f"/lt/sign-up/confirm/{owners}")
    client.post_form("/lt/sign-out")
    assert the_user().name == "Ona Onaitė"
    answer = client.post_form("/lt/sign-in", {"email": ONA["email"], "password": "svetimas slaptas žodis"})
    assert answer.status_code == 422
    assert client.post_form("/lt/sign-in", ONA).status_code == 303
    # The other letter is worth nothing any more.
    assert db.session.query(AccountToken).filter_by(used_at=None).count() == 0


def test_the_letter_is_sent_again_on_request_and_tells_strangers_nothing(client: Browser, app: Flask) -> None:
    make_user(email="sena@example.lt")
    db.session.commit()
    client.post_form("/lt/sign-up", {**ONA, "next": "/lt/modules/x"})
    answers = [
        client.post_form("/lt/sign-up/sent", {"email": email})
        for email in ("ona@example.lt", "sena@example.lt", "nera@example.lt")
    ]
    assert {answer.location for answer in answers} == {"/lt/sign-up/sent"}
    assert db.session.query(AccountToken).count() == 2
    assert client.post_form(f"/lt/sign-up/confirm/{last_letter_key('confirm')}").location == "/lt/modules/x"
    assert client.post_form("/lt/sign-up/sent", {"email": "ne adresas"}).status_code == 422


def test_a_link_runs_out_after_three_days(client: Browser, app: Flask) -> None:
    client.post_form("/lt/sign-up", ONA)
    link = f"/lt/sign-up/confirm/{last_letter_key('confirm')}"
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1)):
        assert client.get(link).status_code == 404
        assert client.post_form(link).status_code == 404
    assert the_user().standing == "unconfirmed"
    assert client.get("/lt/sign-up/confirm/sugalvotas").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("name", "Ž" * 10_000, "Vardą ir pavardę gali sudaryti"),
        ("name", "\u202e\u200b\u200d", "Įrašykite vardą ir pavardę."),
        ("name", "aplankyk https://spam.example", "be nuorodų"),
        ("email", "ne adresas", "Tai nėra el. pašto adresas"),
        ("email", "a@b@c.lt,d@e.lt", "Tai nėra el. pašto adresas"),
        ("password", "trumpas", "Slaptažodį turi sudaryti"),
        ("password", "Slaptažodis2026", "daug žmonių"),
        ("password", "a b" * 100, "Slaptažodį gali sudaryti"),
        ("institution", "999999", "Pasirinkite iš sąrašo."),
        ("institution", "abc", "Pasirinkite iš sąrašo."),
        ("subject", "http://spam.example", "robotams"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_the_rest_is_kept(
    client: Browser, app: Flask, field: str, typed: str, reason: str
) -> None:
    answer = client.post_form("/lt/sign-up", {**ONA, field: typed})
    assert answer.status_code == 422
    assert reason in answer.text
    assert f'id="{field}-error"' in answer.text
    for other in {"name", "email"} - {field}:
        assert ONA[other] in answer.text
    assert PASSWORD not in answer.text
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ona   Onaite\u0307 ", "Ona Onaitė"),
        ("O\u200bna \u202eOnaitė\u202c", "Ona Onaitė"),
        ("Åse Ørstavik", "Åse Ørstavik"),
        ("Ž" * 120, "Ž" * 120),
    ],
)
def test_names_are_kept_in_one_composition_without_invisible_signs(
    client: Browser, app: Flask, typed: str, kept: str
) -> None:
    assert client.post_form("/lt/sign-up", {**ONA, "name": typed}).status_code == 303
    assert the_user().name == kept


def test_domains_with_lithuanian_letters_are_addresses(client: Browser, app: Flask) -> None:
    assert client.post_form("/lt/sign-up", {**ONA, "email": "Info@Žvirblis.lt"}).status_code == 303
    assert queries.find_user_by_key("info@xn--virblis-cxb.lt")


def test_the_same_form_sent_twice_makes_one_account(client: Browser, app: Flask) -> None:
    for _ in range(2):
        assert client.post_form("/lt/sign-up", ONA).status_code == 303
    assert db.session.query(User).count() == 1


@pytest.mark.usefixtures("early_in_the_hour")
def test_robots_are_slowed_and_people_are_not_kept_out(client: Browser, app: Flask) -> None:
    # A form that comes back at once is taken, but weighs more.
    most = limits.SIGN_UP_FROM_ADDRESS.most // 3
    for number in range(most):
        answer = client.post_form("/lt/sign-up", {**ONA, "email": f"robot{number}@example.lt"})
        assert answer.status_code == 303
    answer = client.post_form("/lt/sign-up", ONA)
    assert answer.status_code == 429 and "Vėl bandyti galėsite nuo" in answer.text
    trap = client.get("/lt/sign-up").text.partition("<div hidden>")[2].partition("</div>")[0]
    assert 'name="subject"' in trap and 'autocomplete="off"' in trap and 'tabindex="-1"' in trap


@pytest.mark.usefixtures("early_in_the_hour")
def test_letters_to_one_address_are_limited(client: Browser, app: Flask) -> None:
    for _ in range(limits.LETTERS_TO_ADDRESS.most):
        assert client.post_form("/lt/sign-up", ONA).status_code == 303
    assert client.post_form("/lt/sign-up", ONA).status_code == 429
    assert client.post_form("/lt/password", {"email": "ona@example.lt"}).status_code == 429
    assert client.post_form("/lt/password", {"email": "jonas@example.lt"}).status_code == 303


def test_members_are_sent_on(sign_in: Any) -> None:
    assert sign_in(make_user()).get("/lt/sign-up?next=/lt/modules/x").location == "/lt/modules/x"


def test_an_expired_form_keeps_what_was_typed_but_no_password(client: Browser, app: Flask) -> None:
    answer = client.post("/lt/sign-up", data=ONA, headers={"Origin": "http://localhost"})
    assert answer.status_code == 400
    assert "Ona Onaitė" in answer.text and PASSWORD not in answer.text
    assert client.post("/lt/sign-up", data=ONA, headers={"Origin": "https://evil.example"}).status_code == 400
    assert db.session.query(User).count() == 0


def test_few_statements(client: Browser, app: Flask, statements: Any) -> None:
    for number in range(30):
        make_institution(name={"lt": f"Įstaiga {number}", "en": f"Body {number}"})
    db.session.commit()
    statements()
    client.get("/lt/sign-up")
    assert len(statements()) <= 4
