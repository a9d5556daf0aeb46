"""When a disk is full, the page says so in the reader's language, and nothing is half done."""

import errno
import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.conftest import Browser


class PostgreSQLIsFull(Exception):
    """As psycopg says it."""

    sqlstate = "53100"


FULL = [
    OperationalError("INSERT", {}, PostgreSQLIsFull("could not extend file")),
    OSError(errno.ENOSPC, "No space left on device"),
    OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
]


@pytest.mark.parametrize("problem", FULL)
@pytest.mark.parametrize(("language", "said"), [("lt", "Nebeliko vietos"), ("en", "There is no room left")])
def test_a_full_disk_has_its_own_page(
    app: Flask,
    client: Browser,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    language: str,
    said: str,
) -> None:
    def fail(**_values: object) -> str:
        raise problem

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setitem(app.view_functions, "accounts.sign_in", fail)
    answer = client.get(f"/{language}/sign-in")
    assert answer.status_code == 507
    assert said in answer.text
