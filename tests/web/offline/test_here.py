"""How long somebody is still signed in, and staying longer when asked."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import time_machine

from lms.domain.accounts import service as accounts
from lms.domain.accounts.models import UserSession
from lms.foundation import clock
from lms.foundation.db import session
from tests.conftest import Browser
from tests.factories.accounts import make_user


def on_a_shared_computer(client: Browser, person: Any) -> None:
    token = accounts.open_session(person.id, browser="test", address="127.0.0.1", shared=True)
    session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["csrf"] = "token-of-the-test"


def test_a_visitor_is_nobody(client: Browser) -> None:
    assert client.get("/lt/here").json == {"reader": "", "csrf_token": "", "seconds_left": None}


def test_who_is_here_learns_how_long(client: Browser, statements: Any) -> None:
    person = make_user()
    on_a_shared_computer(client, person)
    statements()
    answer = client.get("/lt/here")
    assert len(statements()) == 1
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert told["reader"] == str(person.id)
    assert told["csrf_token"] == "token-of-the-test"
    assert 7100 < told["seconds_left"] <= 7200


def test_asking_does_not_keep_anybody_signed_in(client: Browser) -> None:
    now = clock.now()
    on_a_shared_computer(client, make_user())
    with time_machine.travel(now + timedelta(minutes=115), tick=False):
        assert client.get("/lt/here").json["seconds_left"] <= 300
        session.remove()
        assert client.get("/lt/here").json["seconds_left"] <= 300
    with time_machine.travel(now + timedelta(minutes=121), tick=False):
        assert client.get("/lt/here").json["reader"] == ""


def test_who_asks_to_stay_stays_as_long_as_at_first(client: Browser, sign_in: Callable[..., Browser]) -> None:
    now = clock.now()
    on_a_shared_computer(client, make_user())
    mine = make_user()
    session.commit()
    own = sign_in(mine)
    with time_machine.travel(now + timedelta(minutes=118), tick=False):
        answer = client.post_form("/lt/here")
        assert answer.status_code == 204
        assert answer.headers["Set-Cookie"]
        assert client.get("/lt/here").json["seconds_left"] == 7200
        own.post_form("/en/here")
        assert own.get("/lt/here").json["seconds_left"] == 30 * 24 * 3600
    session.remove()
    assert session.query(UserSession).count() == 2


def test_a_visitor_cannot_stay(client: Browser) -> None:
    assert client.post_form("/lt/here").location.startswith("/lt/sign-in")
