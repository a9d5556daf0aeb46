"""One's own account: profile, address, password, devices, closing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from lms.domain.accounts import passwords
from lms.domain.accounts.models import AccountToken, User, UserSession
from lms.foundation import db
from lms.foundation.audit import AuditEntry
from lms.web.shell import limits
from tests.conftest import Browser
from tests.factories.accounts import PASSWORD, last_letter_key, make_entry, make_institution, make_user

NEW = "keturi mėlyni dramblukai"
PAGES = ["/account", "/account/email", "/account/password", "/account/devices", "/account/close"]
SignIn = Callable[[User], Browser]


def the_user(email_key: str = "ona@example.lt") -> User:
    db.session.expire_all()
    return db.session.query(User).filter_by(email_key=email_key).one()


@pytest.fixture
def browser(app: Flask, sign_in: SignIn) -> Browser:
    make_user(email="kitas@example.lt", password=PASSWORD)
    return sign_in(make_user(email="ona@example.lt", name="Ona Onaitė", password=PASSWORD))


def profile(**values: Any) -> dict[str, Any]:
    return {
        "name": "Ona Onaitė",
        "language": "lt",
        "time_zone": "Europe/Vilnius",
        "mail_from_hour": 8,
        "mail_to_hour": 20,
        **values,
    }


@pytest.mark.parametrize("path", PAGES)
def test_pages_speak_both_languages_and_are_closed_to_visitors(
    browser: Browser, client: Browser, path: str
) -> None:
    assert browser.get(f"/lt{path}").status_code == browser.get(f"/en{path}").status_code == 200
    assert "Uždaryti paskyrą" in browser.get("/lt/account").text
    assert "Close the account" in browser.get("/en/account").text
    answer = client.get(f"/lt{path}")
    assert (answer.status_code, answer.location) == (303, f"/lt/sign-in?next=/lt{path}")


def test_the_profile_is_changed(browser: Browser) -> None:
    institution, position = make_institution().id, make_entry(list="position").id
    db.session.commit()
    answer = browser.post_form(
        "/lt/account",
        profile(
            name="  Ona   Onaitė-Jonienė ",
            form_of_address="Onute",
            language="en",
            time_zone="Europe/Oslo",
            mail_from_hour=7,
            mail_to_hour=24,
            institution=institution,
            position=position,
        ),
    )
    assert (answer.status_code, answer.location) == (303, "/en/account")
    user = the_user()
    assert (user.name, user.form_of_address, user.language) == ("Ona Onaitė-Jonienė", "Onute", "en")
    assert (user.time_zone, user.mail_from_hour, user.mail_to_hour) == ("Europe/Oslo", 7, 24)
    assert (user.institution_id, user.category_id, user.position_id) == (institution, None, position)
    assert user.search_key.startswith("ona onaite-joniene")
    assert "Your changes are saved." in browser.get("/en/account").text
    assert the_user("kitas@example.lt").institution_id is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ž" * 10_000}, "name"),
        ({"form_of_address": "žr. https://spam.example"}, "form_of_address"),
        ({"form_of_address": "O" * 61}, "form_of_address"),
        ({"language": "no"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"mail_from_hour": 20, "mail_to_hour": 8}, "mail_to_hour"),
        ({"mail_from_hour": "x"}, "mail_from_hour"),
        ({"institution": 99}, "institution"),
        ({"position": "x"}, "position"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(
    browser: Browser, values: dict[str, Any], field: str
) -> None:
    answer = browser.post_form("/lt/account", profile(**values))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert the_user().name == "Ona Onaitė" and the_user().language == "lt"


def test_a_closed_institution_stays_chosen_but_is_not_offered_to_others(
    browser: Browser, client: Browser, sign_in: SignIn
) -> None:
    institution = make_institution(
        name={"lt": "Uždarytoji įstaiga", "en": "Closed one"}, closed_at=the_user().created_at
    )
    mine, institution_id = sign_in(make_user(institution_id=institution.id)), institution.id
    assert "Uždarytoji įstaiga" in mine.get("/lt/account").text
    assert mine.post_form("/lt/account", profile(institution=institution_id)).status_code == 303
    assert "Uždarytoji įstaiga" not in browser.get("/lt/account").text
    assert browser.post_form("/lt/account", profile(institution=institution_id)).status_code == 422


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_the_address_changes_once_the_new_one_confirms(browser: Browser, client: Browser, lang: str) -> None:
    answer = browser.post_form(
        f"/{lang}/account/email", {"email": "Nauja@example.lt", "current_password": PASSWORD}
    )
    assert answer.status_code == 303
    assert the_user().email == "ona@example.lt"
    link = f"/{lang}/account/email/{last_letter_key('email')}"
    # The letter may be opened on another device, where nobody is signed in.
    assert "Nauja@example.lt" in client.get(link).text
    assert client.head(link).status_code == 200
    assert the_user().email == "ona@example.lt"
    assert client.post_form(link).location == f"/{lang}/sign-in"
    user = the_user("nauja@example.lt")
    assert user.email == "Nauja@example.lt" and "nauja@example.lt" in user.search_key
    assert client.get(link).status_code == client.post_form(link).status_code == 404
    assert db.session.query(AuditEntry).one().deed == "address-changed"
    assert (
        client.post_form("/lt/sign-in", {"email": "nauja@example.lt", "password": PASSWORD}).status_code
        == 303
    )


def test_an_address_of_somebody_else_is_not_revealed_and_not_taken(browser: Browser) -> None:
    free = browser.post_form(
        "/lt/account/email", {"email": "laisva@example.lt", "current_password": PASSWORD}
    )
    taken = browser.post_form(
        "/lt/account/email", {"email": "kitas@example.lt", "current_password": PASSWORD}
    )
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert db.session.query(AccountToken).count() == 1


def test_an_address_taken_meanwhile_is_not_moved(browser: Browser, client: Browser) -> None:
    browser.post_form("/lt/account/email", {"email": "nauja@example.lt", "current_password": PASSWORD})
    link = f"/lt/account/email/{last_letter_key('email')}"
    make_user(email="nauja@example.lt")
    db.session.commit()
    assert client.post_form(link).status_code == 404
    assert the_user().email == "ona@example.lt"


@pytest.mark.parametrize("lang", ["lt", "en"])
def test_the_password_changes_and_other_devices_are_signed_out(
    browser: Browser, sign_in: SignIn, lang: str
) -> None:
    elsewhere = sign_in(the_user())
    fields = {"current_password": PASSWORD, "password": NEW}
    assert browser.post_form(f"/{lang}/account/password", fields).status_code == 303
    assert ("Slaptažodis pakeistas" if lang == "lt" else "The password is changed") in browser.get(
        "/lt/account".replace("lt", lang)
    ).text
    assert elsewhere.get("/lt/account").status_code == 303
    assert passwords.is_right(the_user().password_hash, NEW)


@pytest.mark.usefixtures("early_in_the_hour")
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/lt/account/password", {"password": NEW}),
        ("/lt/account/email", {"email": "nauja@example.lt"}),
        ("/lt/account/close", {}),
    ],
)
def test_nothing_of_this_without_the_present_password(
    browser: Browser, path: str, fields: dict[str, str]
) -> None:
    answer = browser.post_form(path, {**fields, "current_password": "ne tas slaptažodis"})
    assert answer.status_code == 422
    assert "Tai ne jūsų dabartinis slaptažodis." in answer.text
    assert "ne tas slaptažodis" not in answer.text
    for _ in range(limits.PASSWORD_OF_MEMBER.most - 1):
        browser.post_form(path, {**fields, "current_password": "ne tas"})
    assert browser.post_form(path, {**fields, "current_password": PASSWORD}).status_code == 429
    user = the_user()
    assert user.standing == "active" and passwords.is_right(user.password_hash, PASSWORD)
    assert browser.get("/lt/account").status_code == 200  # Reading is never blocked.


def test_a_new_password_like_ones_own_name_is_refused(browser: Browser) -> None:
    answer = browser.post_form(
        "/lt/account/password", {"current_password": PASSWORD, "password": "OnaOnaitė2026"}
    )
    assert answer.status_code == 422 and 'id="password-error"' in answer.text


def test_devices_are_listed_and_signed_out(browser: Browser, sign_in: SignIn) -> None:
    user_id = the_user().id
    rows = [sign_in(the_user()) for _ in range(2)]
    row = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert row
    row.browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    newest = row.id
    db.session.commit()
    page = browser.get("/lt/account/devices").text
    assert "Firefox, Linux" in page and "Nežinoma naršyklė" in page and "šis įrenginys" in page
    assert browser.post_form(f"/lt/account/devices/{newest}/end").status_code == 303
    assert rows[1].get("/lt/account").status_code == 303
    assert rows[0].get("/lt/account").status_code == 200
    answer = browser.post_form("/lt/account/devices/end-others")
    assert answer.status_code == 303
    assert "Atjungtas 1 įrenginys." in browser.get("/lt/account/devices").text
    assert rows[0].get("/lt/account").status_code == 303
    assert db.session.query(UserSession).filter_by(user_id=user_id, ended_at=None).count() == 1


def test_nobody_signs_out_somebody_else(browser: Browser, sign_in: SignIn) -> None:
    others = sign_in(the_user("kitas@example.lt"))
    row = db.session.query(UserSession).filter_by(user_id=the_user("kitas@example.lt").id).one()
    for session_id in (row.id, 99_999):
        assert browser.post_form(f"/lt/account/devices/{session_id}/end").status_code == 404
    assert others.get("/lt/account").status_code == 200


def test_closing_keeps_the_record_and_ends_all_sessions(
    browser: Browser, sign_in: SignIn, client: Browser
) -> None:
    elsewhere = sign_in(the_user())
    answer = browser.post_form("/lt/account/close", {"current_password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/lt/sign-in")
    assert "Jūsų paskyra uždaryta." in browser.get("/lt/sign-in").text
    user = the_user()
    assert user.standing == "deactivated" and user.deactivated_at and user.name == "Ona Onaitė"
    assert elsewhere.get("/lt/account").status_code == 303
    assert (
        "uždaryta" in client.post_form("/lt/sign-in", {"email": "ona@example.lt", "password": PASSWORD}).text
    )


def test_the_only_administrator_cannot_close_their_account(app: Flask, sign_in: SignIn) -> None:
    browser = sign_in(make_user(email="ona@example.lt", password=PASSWORD, is_admin=True))
    answer = browser.post_form("/lt/account/close", {"current_password": PASSWORD})
    assert answer.status_code == 422 and "Tai vienintelis administratorius." in answer.text
    assert the_user().standing == "active"


def test_when_a_session_was_used_is_noted_now_and_then(app: Flask, browser: Browser, statements: Any) -> None:
    import time_machine

    from lms.domain.accounts import service
    from lms.foundation import clock

    before = db.session.query(UserSession).one().last_seen_at
    db.session.remove()
    browser.get("/lt/account", buffered=True)
    assert db.session.query(UserSession).one().last_seen_at == before
    db.session.remove()
    with time_machine.travel(clock.now() + service.SEEN_EVERY * 1.1):
        browser.get("/lt/account", buffered=True)
        assert db.session.query(UserSession).one().last_seen_at > before
        db.session.remove()
        statements()
        browser.get("/lt/account", buffered=True)
        assert not [each for each in statements() if each.startswith("UPDATE")]


def test_few_statements(browser: Browser, statements: Any) -> None:
    for path, most in zip(PAGES, (6, 3, 3, 4, 3), strict=True):
        statements()
        browser.get(f"/lt{path}")
        assert len(statements()) <= most, path
