"""What came in by mail is listed for the administrator: whose, when, and what became of it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from lms.domain.accounts.models import User
from lms.domain.notifications import receiving
from lms.foundation.db import session
from lms.web.notifications import received
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.notifications import make_notice, make_received

SignIn = Callable[[User], Browser]
SOURCE = Path(receiving.__file__).read_text("utf-8")
REFUSALS = set(re.findall(r'_Refused\(\s*"([a-z-]+)"', SOURCE))
PASSED_OVER = set(re.findall(r'"passed-over", reason="([a-z-]+)"', SOURCE))
PAGE = "/lt/admin/outbox/received"


@pytest.fixture
def browser(app: Flask, sign_in: SignIn) -> Browser:
    person = make_user(is_admin=True)
    session.commit()
    return sign_in(person)


def test_each_mail_is_listed_with_what_became_of_it(browser: Browser) -> None:
    assert "El. paštu dar nieko negauta." in browser.get(PAGE).text
    jonas = make_user(name="Jonas Jonaitis", email="jonas@example.lt")
    make_received(user_id=jonas.id, subject="conversation:5")
    make_received(outcome="refused", reason="other-sender", user_id=jonas.id)
    returned = make_notice(jonas, mail="bounced")
    make_received(
        outcome="bounced",
        reason="5.1.1",
        user_id=jonas.id,
        notice_id=returned.id,
        address="jonas@example.lt",
    )
    make_received(outcome="passed-over", reason="automatic")
    session.commit()
    html = browser.get(PAGE).text
    assert html.count("Jonas Jonaitis") == 3
    for words in (
        "Tapo žinute pokalbyje.",
        "atsiųsta ne iš to adreso",
        "tokios el. pašto dėžutės nėra",
        "Baigtas modulis",
        "Automatinis atsakymas, nieko neišsaugota.",
    ):
        assert words in html
    assert "j…@example.lt" in html and "jonas@example.lt" not in html
    assert "conversation:5" not in html  # nobody who may not read it is led there


def test_the_list_comes_page_by_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "PER_PAGE", 2)
    for number in range(3):
        make_received(user_id=make_user(name=f"Siuntėjas {number}").id)
    session.commit()
    first, second = browser.get(PAGE).text, browser.get(f"{PAGE}?page=2").text
    assert "Siuntėjas 2" in first and "Siuntėjas 0" not in first and 'rel="next"' in first
    assert "Siuntėjas 0" in second and 'rel="next"' not in second and 'rel="prev"' in second
    assert browser.get(f"{PAGE}?page=abc").status_code == 200


@pytest.mark.parametrize("language", ["lt", "en"])
def test_whatever_becomes_of_mail_has_words(browser: Browser, language: str) -> None:
    assert {"other-sender", "too-long"} <= REFUSALS and "automatic" in PASSED_OVER
    outcomes = [
        ("taken", ""),
        *(
            ("refused", reason)
            for reason in ("no-account", "other-sender", "empty", "closed", "files", "too-long", "too-many")
        ),
        *(("passed-over", reason) for reason in PASSED_OVER),
        *(("bounced", status) for status in ("5.1.1", "5.2.2", "5.7.1")),
        ("delayed", "4.4.1"),
    ]
    for outcome, reason in outcomes:
        make_received(outcome=outcome, reason=reason)
    session.commit()
    html = browser.get(f"/{language}/admin/outbox/received").text
    cells = html.replace("\n", "")
    assert [outcome for outcome, _reason in outcomes if f"<td>{outcome}" in cells] == []
