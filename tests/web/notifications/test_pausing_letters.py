"""The administrator pauses letters and resumes them, and everybody who looks after them is told."""

from collections.abc import Callable

import pytest
from flask import Flask

from lms.domain.accounts.models import User
from lms.domain.notifications import jobs, queries
from lms.foundation import audit
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user
from tests.factories.notifications import make_notice

SignIn = Callable[[User], Browser]
PAUSE, RESUME, OUTBOX = "/lt/admin/outbox/pause", "/lt/admin/outbox/resume", "/lt/admin/outbox"


@pytest.fixture
def admin(app: Flask, mail_folder: object) -> User:
    person = make_user(name="Rūta Administratorė", is_admin=True)
    session.commit()
    return person


def test_letters_are_paused_with_a_reason_and_resumed(sign_in: SignIn, admin: User) -> None:
    make_notice()
    session.commit()
    browser = sign_in(admin)
    assert "Laikinai sustabdyti siuntimą" in browser.get(OUTBOX).text
    assert browser.post_form(PAUSE, {"reason": "  klaida <b>laiške</b> "}).status_code == 303
    for page in (OUTBOX, "/lt/admin"):
        told = browser.get(page).text
        assert "Laiškų siuntimas laikinai sustabdytas" in told
        assert "Laukia 1 laiškas." in told
        assert "Rūta Administratorė" in told and "klaida &lt;b&gt;laiške&lt;/b&gt;" in told
        assert "kurių žmogus ką tik paprašė" in told
    assert ">Atnaujinti siuntimą</button>" in browser.get(OUTBOX).text
    assert 'href="/lt/admin/outbox">Į siunčiamų laiškų puslapį</a>' in browser.get("/lt/admin").text.replace(
        '" data-variant="secondary"', '"'
    )
    assert "Letters are paused" in browser.get("/en/admin/outbox/letters").text
    assert jobs.drain() == 0
    assert browser.post_form(RESUME).status_code == 303
    assert jobs.drain() == 1
    assert "laikinai sustabdytas" not in browser.get("/lt/admin").text
    log = browser.get("/lt/admin/audit").text
    assert "laikinai sustabdė laiškų siuntimą" in log and "atnaujino laiškų siuntimą" in log
    assert "laiškai (visi)" in log


def test_what_is_pressed_twice_is_answered_and_done_once(sign_in: SignIn, admin: User) -> None:
    browser, colleague = sign_in(admin), sign_in(make_user(is_admin=True))
    browser.post_form(PAUSE, {"reason": "pirma"})
    assert colleague.post_form(PAUSE, {"reason": "antra"}).status_code == 303
    assert "jau buvo sustabdytas" in colleague.get(OUTBOX).text
    pause = queries.find_pause()
    assert pause is not None and pause.reason == "pirma"
    browser.post_form(RESUME)
    assert browser.post_form(RESUME).status_code == 303
    assert "nebuvo sustabdytas" in browser.get(OUTBOX).text
    assert len(list(session.scalars(audit.entries(subject="letters:all")))) == 2


@pytest.mark.parametrize("reason", ["", "   ", "a" * 201])
def test_without_a_short_reason_nothing_is_paused(sign_in: SignIn, admin: User, reason: str) -> None:
    answer = sign_in(admin).post_form(PAUSE, {"reason": reason})
    assert answer.status_code == 422
    assert "ds-error-summary" in answer.text and reason.strip() in answer.text
    assert queries.find_pause() is None


def test_the_figures_say_that_letters_are_paused(client: Browser, sign_in: SignIn, admin: User) -> None:
    assert "savimoka_mail_paused 0.0" in client.get("/metrics").text
    sign_in(admin).post_form(PAUSE, {"reason": "remontas"})
    assert "savimoka_mail_paused 1.0" in client.get("/metrics").text
