"""What nobody can use any more is forgotten; everything else stays."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lms.domain.accounts import jobs, queries
from lms.domain.accounts import service as accounts
from lms.domain.accounts.tokens import digest
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.accounts import make_user


def test_only_what_has_served_its_time_is_forgotten(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    old_form = accounts.keep_form("/lt/my", [("text", "seniai rašyta")])
    old_session = accounts.open_session(person.id, browser="old", address="192.0.2.1")
    accounts.request_password(person.email_key, "lt")
    session.commit()

    later = clock.now() + jobs.SESSIONS_KEPT_FOR + timedelta(days=60)
    monkeypatch.setattr(clock, "now", lambda: later)
    new_form = accounts.keep_form("/lt/my", [("text", "ką tik rašyta")])
    new_session = accounts.open_session(person.id, browser="new", address="192.0.2.2")
    accounts.request_password(person.email_key, "lt")
    session.commit()

    for _time in range(2):
        jobs.forget_what_has_served()
        assert queries.find_kept_form(digest(old_form)) is None
        assert queries.find_kept_form(digest(new_form)) is not None
        assert queries.find_session_owner(digest(old_session)) is None
        assert queries.find_session_owner(digest(new_session)) == person.id
        assert len(queries.list_open_keys(person.id, ["password"])) == 1
