"""The administrator's outbox, and the mailbox of the demo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import fakeredis
import pytest
import time_machine
from flask import Flask
from rq import Queue

from lms.domain.accounts.models import User
from lms.domain.notifications import jobs, pausing, service
from lms.domain.notifications.models import Notice
from lms.domain.notifications.notices import KINDS
from lms.foundation import audit, clock, health, leases
from lms.foundation.db import session
from lms.web.notifications import letters
from tests.conftest import Browser
from tests.factories.accounts import actor_of, make_user
from tests.factories.notifications import make_notice, make_received

SignIn = Callable[[User], Browser]
DOORS = ("/admin/outbox", "/admin/outbox/letters", "/admin/outbox/received", "/admin/mailbox")


@pytest.fixture
def admin(app: Flask) -> User:
    person = make_user(name="Administratorė", is_admin=True)
    session.commit()
    return person


@pytest.mark.parametrize("door", DOORS)
def test_these_doors_are_the_administrators(
    sign_in: SignIn, client: Browser, mail_folder: Path, admin: User, door: str
) -> None:
    assert client.get(f"/lt{door}").status_code == 303
    assert sign_in(make_user()).get(f"/lt{door}").status_code == 404
    assert sign_in(admin).get(f"/lt{door}").status_code == 200


def test_the_outbox_says_what_waits_and_what_failed_and_why(sign_in: SignIn, admin: User) -> None:
    make_notice(
        make_user(name="Jonas", email="jonas@example.lt"), mail="failed", failure="550 <no such person>"
    )
    make_notice()
    session.commit()
    assert "Eilė nevykdoma" in sign_in(admin).get("/lt/admin/outbox").text
    html = sign_in(admin).get("/lt/admin/outbox/letters").get_data(as_text=True)
    assert "Nepavyko išsiųsti: 1" in html
    assert "Laukia: 1" in html
    assert "jonas@example.lt" in html
    assert "550 &lt;no such person&gt;" in html
    assert "Baigtas modulis" in html
    english = sign_in(admin).get("/en/admin/outbox/letters?state=waiting").get_data(as_text=True)
    assert "A module was completed" in english
    assert "has been waiting since" in sign_in(admin).get("/en/admin/outbox").text
    assert sign_in(admin).get("/en/admin/outbox/letters?state=lost").status_code == 404


def test_what_came_back_is_listed_and_can_be_sent_again(sign_in: SignIn, admin: User) -> None:
    returned = make_notice(make_user(), mail="bounced", failure="5.1.1 550 no such person")
    make_notice(mail="sent")
    session.commit()
    browser = sign_in(admin)
    html = browser.get("/lt/admin/outbox/letters?state=bounced").get_data(as_text=True)
    assert "Grįžę: 1" in html and "5.1.1 550 no such person" in html
    assert "Came back: 1" in browser.get("/en/admin/outbox/letters").get_data(as_text=True)
    assert browser.post_form(f"/lt/admin/outbox/{returned.id}/retry").status_code == 303
    assert session.get_one(Notice, returned.id).mail == "waiting"


@pytest.mark.parametrize("language", ["lt", "en"])
def test_every_kind_of_letter_has_words(sign_in: SignIn, admin: User, language: str) -> None:
    for kind in KINDS:
        make_notice(kind=kind)
    session.commit()
    html = sign_in(admin).get(f"/{language}/admin/outbox/letters").get_data(as_text=True)
    assert [kind for kind in KINDS if f"<td>{kind}</td>" in "".join(html.split())] == []


def test_the_outbox_says_who_is_at_work(sign_in: SignIn, admin: User) -> None:
    health.beat(health.WORKER, "machine:1")
    health.beat(health.SWEEPER, "sweeper")
    session.commit()
    html = sign_in(admin).get("/en/admin/outbox").get_data(as_text=True)
    assert "machine:1" in html
    assert "The queue is not being worked on" not in html
    assert "The outbox has not been swept yet." not in html


def test_it_says_what_workers_do_who_sweeps_and_who_takes_mail_in(sign_in: SignIn, admin: User) -> None:
    job = {"job": "lms.domain.notifications.jobs.drain", "since": "2026-11-20T12:30:00+00:00"}
    health.beat(health.WORKER, "worker:pirmas:11", broker="up", **job)
    health.beat(health.WORKER, "worker:antras:12", broker="up")
    health.beat(health.SWEEPER, "sweeper:antras:13", taken_up=0)
    leases.acquire(health.SWEEPER, "sweeper:antras:13", 60)
    health.beat(health.MAIL_IN, "mail-in:trečias:14")
    html = sign_in(admin).get("/lt/admin/outbox").text.replace("\xa0", " ")
    assert "Darbo procesas Nr. 11, kompiuteris pirmas" in html
    assert "Nuo 2026 m. lapkričio 20 d. 14.30 val. atliekamas darbas: Laiškų siuntimas" in html.replace(
        "\xa0", " "
    )
    assert html.count("Laukia darbų.") == 1
    assert "kompiuteris antras, procesas Nr. 13" in html and "Šiuo metu niekas" not in html
    assert "Priima el. paštą: kompiuteris trečias, procesas Nr. 14" in html
    leases.release(health.SWEEPER, "sweeper:antras:13")
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        html = sign_in(admin).get("/lt/admin/outbox").text.replace("\xa0", " ")
        assert "Šiuo metu niekas; paskutinis tikrino: kompiuteris antras, procesas Nr. 13" in html
        assert "Eilė nevykdoma" in html
        health.beat(health.WORKER, "worker:pirmas:11", broker="up")
        assert "Laiškų eilė jau kelias minutes netikrinta." in sign_in(admin).get("/lt/admin/outbox").text


def test_the_outbox_says_that_the_broker_is_away(
    app: Flask, sign_in: SignIn, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "/en/admin/outbox"
    assert "The broker does not answer" in sign_in(admin).get(page).text  # the tests have none
    monkeypatch.setitem(app.extensions, "broker", fakeredis.FakeStrictRedis())
    health.beat(health.WORKER, "machine:1", broker="up")
    session.commit()
    assert "The broker does not answer" not in sign_in(admin).get(page).text
    health.beat(health.WORKER, "machine:1", broker="down")
    session.commit()
    assert "Eilių serveris neatsako" in sign_in(admin).get("/lt/admin/outbox").text


def test_failed_mail_is_tried_again_at_the_administrators_word(
    sign_in: SignIn, admin: User, fresh_queue: Queue
) -> None:
    failed, waiting = make_notice(mail="failed", tries=20), make_notice()
    session.commit()
    failed_id, waiting_id = failed.id, waiting.id
    browser = sign_in(admin)
    assert browser.post_form(f"/lt/admin/outbox/{failed_id}/retry").status_code == 303
    assert browser.post_form(f"/lt/admin/outbox/{waiting_id}/retry").status_code == 409
    assert browser.post_form("/lt/admin/outbox/99999/retry").status_code == 404
    assert sign_in(make_user()).post_form(f"/lt/admin/outbox/{failed_id}/retry").status_code == 404
    session.expire_all()
    assert (session.get_one(Notice, failed_id).mail, session.get_one(Notice, failed_id).tries) == (
        "waiting",
        0,
    )
    (entry,) = session.scalars(audit.entries(deed="mail-retried"))
    assert entry.actor == f"user:{admin.id}"
    assert len(fresh_queue.jobs) == 1


def test_all_failed_mail_can_be_tried_again_at_once(sign_in: SignIn, admin: User) -> None:
    for _ in range(2):
        make_notice(mail="failed")
    session.commit()
    browser = sign_in(admin)
    assert browser.post_form("/lt/admin/outbox/retry").status_code == 303
    assert "Dar kartą bus bandoma išsiųsti 2 laiškus." in browser.get("/lt/admin/outbox").text
    assert session.query(Notice).filter_by(mail="failed").count() == 0


def test_what_came_back_is_tried_again_at_once_as_far_as_it_goes(
    sign_in: SignIn, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_AT_ONCE", 2)
    for _ in range(3):
        make_notice(mail="bounced")
    make_notice(mail="failed")
    session.commit()
    browser = sign_in(admin)
    page = browser.get("/lt/admin/outbox/letters?state=bounced").text
    assert "Dar kartą siųsti visus grįžusius laiškus" in page
    assert "Vienu kartu ne daugiau kaip 2 laiškai." in page
    assert browser.post_form("/lt/admin/outbox/retry", {"state": "sent"}).status_code == 404
    answer = browser.post_form("/lt/admin/outbox/retry", {"state": "bounced"})
    assert answer.location.endswith("/lt/admin/outbox/letters?state=bounced")
    page = browser.get(answer.location).text
    assert "išsiųsti 2 laiškus." in page and "Liko dar 1" in page
    assert session.query(Notice).filter_by(mail="failed").count() == 1


def test_letters_of_one_state_come_page_by_page(
    sign_in: SignIn, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "PER_PAGE", 2)
    for number in range(3):
        make_notice(make_user(name=f"Gavėjas {number}"))
    session.commit()
    browser = sign_in(admin)
    first = browser.get("/lt/admin/outbox/letters?state=waiting").text
    second = browser.get("/lt/admin/outbox/letters?state=waiting&page=2").text
    assert "Gavėjas 1" in first and "Gavėjas 2" not in first and 'rel="next"' in first
    assert "Gavėjas 2" in second and "Gavėjas 1" not in second and 'rel="next"' not in second


@pytest.mark.parametrize(
    "page", ["/admin/outbox", "/admin/outbox/letters", "/admin/outbox/received", "/admin"]
)
def test_its_pages_cost_the_same_however_full_it_is(
    sign_in: SignIn, admin: User, statements: Callable[[], list[str]], page: str
) -> None:
    pausing.pause_letters(actor_of(admin), "Keičiamas pašto serveris")
    counted = []
    for many in (1, 60):
        for number in range(many):
            make_notice(mail=("waiting", "failed", "bounced", "sent")[number % 4], sent_at=clock.now())
            make_received()
        session.commit()
        browser = sign_in(admin)
        browser.get(f"/lt{page}")
        statements()
        assert browser.get(f"/lt{page}").status_code == 200
        counted.append(len(statements()))
    assert counted[0] == counted[1] <= 12


def test_mail_lands_in_the_mailbox_and_can_be_read_there(
    sign_in: SignIn, admin: User, mail_folder: Path
) -> None:
    make_notice(make_user(name="Jonas <script>", email="jonas@example.lt"))
    session.commit()
    assert jobs.drain() == 1
    browser = sign_in(admin)
    html = browser.get("/lt/admin/mailbox").get_data(as_text=True)
    assert "Baigėte modulį „Klasteriai“" in html
    assert ' lang="lt">Baigėte modulį' in browser.get("/en/admin/mailbox").get_data(as_text=True)
    key = html.partition("/lt/admin/mailbox/")[2].partition('"')[0]
    page = browser.get(f"/lt/admin/mailbox/{key}")
    text = page.get_data(as_text=True)
    assert "Laba diena," in text
    assert '<a href="http://localhost/lt/notices/' in text
    assert f'src="/lt/admin/mailbox/{key}/body"' in text
    assert "Jonas <script>" not in text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_what_a_mail_brings_stays_in_its_sandbox(sign_in: SignIn, admin: User, mail_folder: Path) -> None:
    make_notice()
    session.commit()
    jobs.drain()
    key = next((mail_folder / "new").iterdir()).name
    browser = sign_in(admin)
    body = browser.get(f"/lt/admin/mailbox/{key}/body")
    policy = body.headers["Content-Security-Policy"]
    assert body.get_data(as_text=True).lstrip().lower().startswith("<!doctype html>")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy and "allow-scripts" not in policy and "allow-same-origin" not in policy
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert sign_in(make_user()).get(f"/lt/admin/mailbox/{key}/body").status_code == 404
    assert browser.get("/lt/admin/mailbox/..%2f..%2fetc/body").status_code == 404
    assert browser.get("/lt/admin/mailbox/nothing").status_code == 404


def test_an_empty_mailbox_says_what_to_do(sign_in: SignIn, admin: User, mail_folder: Path) -> None:
    browser = sign_in(admin)
    assert "No letter has been sent yet." in browser.get("/en/admin/mailbox").get_data(as_text=True)
    assert "/en/admin/mailbox" in browser.get("/en/admin").get_data(as_text=True)


def test_where_mail_really_leaves_there_is_no_mailbox(app: Flask, sign_in: SignIn, admin: User) -> None:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, mail_url="smtp://mail.example.lt")
    try:
        browser = sign_in(admin)
        assert browser.get("/lt/admin/mailbox").status_code == 404
        assert browser.get("/lt/admin/mailbox/any").status_code == 404
        assert "/lt/admin/mailbox" not in browser.get("/lt/admin").get_data(as_text=True)
    finally:
        app.config["SETTINGS"] = before
