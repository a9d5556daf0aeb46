"""What nobody should send is sent to every door, on both databases: no door may break."""

import inspect
import logging
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from sqlalchemy import Engine
from wtforms.fields.core import UnboundField

from lms.foundation import db
from lms.web.shell.forms import Form
from lms.web.shell.incoming import MOST_TYPED_BYTES
from tests.conftest import Browser
from tests.web.access_table import ROLES
from tests.web.test_access_matrix import TYPED, Doors, Row, doors, rows

__all__ = ["doors"]
LONG = "ilgas" * 400
HUGE = "9" * 30
NUL = "a\x00b"
IN_ADDRESSES = [NUL, HUGE, str(2**31), "0", "²", "٣", LONG, "\u202e🙂<'\""]
IN_QUERIES = ["", NUL, HUGE, str(2**63), "-1", "²", LONG, "\u202e\u200b🙂\r\n"]
IN_FORMS = ["", NUL, HUGE, str(2**31), "-1", "²", LONG, "\u202e\u200b🙂\uffff\r\n"]
# What one database takes and the other may not; all else is sent over one of them only.
JUDGED_BY_DATABASES = (NUL, quote(NUL), HUGE, str(2**31), str(2**63), "%ff")
# Names that pages ask of an address, and buttons that forms have.
ASKED = (
    "about", "after", "attempt", "block", "deed", "email", "id", "in", "institution", "module", "name",
    "next", "page", "peek", "programme", "revision", "serial", "show", "standing", "state", "tab", "version",
)  # fmt: skip
BUTTONS = (
    "anyway", "drop", "hand-in", "next", "preview", "publish", "remove", "return", "use", "up", "answer",
    "form_key", "to",
)  # fmt: skip


@dataclass(frozen=True)
class Try:
    """One thing that is sent to a door."""

    method: str
    path: str
    typed: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path[:120]!r} {str(self.typed)[:200]}"


class Faults(logging.Handler):
    """Remembers the last exception that was written down."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            problem = record.exc_info[1]
            ours = [step for step in traceback.extract_tb(problem.__traceback__) if "/lms/" in step.filename]
            place = f"{ours[-1].filename.rpartition('/lms/')[2]}:{ours[-1].lineno}" if ours else "?"
            self.said = f"{record.getMessage()}: {type(problem).__name__} at {place}: {str(problem)[:120]}"


@pytest.fixture
def app(whole_app: Flask, database: Engine, fresh_queue: Any) -> Flask:
    """The application over each of the two databases."""
    whole_app.extensions["tries"].forget()
    return whole_app


@pytest.fixture
def faults() -> Iterator[Faults]:
    handler = Faults()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def names_of_fields(form: type[Form] = Form) -> set[str]:
    """Return the names of all fields of all our forms."""
    found = {name for name, value in vars(form).items() if isinstance(value, UnboundField)}
    return found.union(*(names_of_fields(below) for below in form.__subclasses__()))


def who_passes(row: Row) -> str | None:
    return next((role for role in ROLES if row.expected[role] == "ok"), None)


def asked_by(doors: Doors, row: Row, names: Iterable[str]) -> list[str]:
    """Return those of the names that stand in the file of the door."""
    source = inspect.getsource(
        inspect.getmodule(inspect.unwrap(doors.app.view_functions[row.endpoint])) or db
    )
    return [name for name in names if f'"{name}"' in source]


def addresses(doors: Doors, row: Row) -> Iterator[Try]:
    """The address of the door, with each of its values replaced in turn."""
    good = doors.path(row)
    (rule, *_more) = doors.app.url_map.iter_rules(row.endpoint)
    known = {**doors.scene.values, **doors.scene.special.get(row.tried_on, {})}
    for name in sorted(rule.arguments - {"lang"} - set(rule.defaults or ())):
        for nasty in IN_ADDRESSES:
            path = good.replace(f"/{known[name]}", f"/{quote(nasty)}", 1)
            yield Try(row.method, path, None if row.method == "GET" else {})


def readings(doors: Doors, row: Row) -> Iterator[Try]:
    good = doors.path(row)
    for method in ("HEAD", "OPTIONS", "PUT"):
        yield Try(method, good)
    yield Try("GET", f"{good}?{'x' * 30_000}")
    yield Try("GET", f"{good}?%ff=%fe&page=%ff&name=%c3%28&after=%ed%a0%80")
    for nasty in IN_QUERIES:
        yield Try("GET", f"{good}?{urlencode(dict.fromkeys(ASKED, nasty))}")
    for name in asked_by(doors, row, ASKED):
        yield Try("GET", f"{good}?{urlencode({name: HUGE, 'id': '1'})}")


def writings(doors: Doors, row: Row, names: set[str]) -> Iterator[Try]:
    good = doors.path(row)
    typed = {key: value.format_map(doors.scene.values) for key, value in TYPED.get(row.endpoint, {}).items()}
    for nasty in IN_FORMS:
        yield Try("POST", good, dict.fromkeys(names, nasty))
        yield Try("POST", good, {**dict.fromkeys(names, nasty), **typed})
    for name in typed:
        yield Try("POST", good, {**typed, name: NUL})
        yield Try("POST", good, {**typed, name: HUGE})
    for button in asked_by(doors, row, BUTTONS):
        yield Try("POST", good, {**typed, button: HUGE})
    for nasty in (NUL, HUGE, "²"):
        yield Try("POST", f"{good}?{urlencode(dict.fromkeys(ASKED, nasty))}", typed)


def is_judged_by_databases(one: Try) -> bool:
    sent = [one.path, *(one.typed or {}).values()]
    return any(value in text for text in sent for value in JUDGED_BY_DATABASES)


def send(doors: Doors, browser: Browser, one: Try) -> int:
    """Send it and undo it; return the status."""
    doors.app.extensions["tries"].forget()
    doors.connection.exec_driver_sql("SAVEPOINT one_try")
    try:
        if one.method == "POST":
            answer = browser.post_form(one.path, one.typed)
        else:
            answer = browser.open(one.path, method=one.method)
        answer.get_data()
        answer.close()
        return answer.status_code
    finally:
        db.session.remove()
        doors.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_try")
        doors.connection.exec_driver_sql("RELEASE SAVEPOINT one_try")


def test_no_door_breaks_whatever_is_sent_to_it(doors: Doors, faults: Faults) -> None:
    names, broken = names_of_fields(), {}
    for row in rows():
        role = who_passes(row)
        if role is None:
            continue
        browser = doors._browser(role)
        tries = [*addresses(doors, row)]
        tries += readings(doors, row) if row.method == "GET" else writings(doors, row, names)
        if doors.connection.dialect.name == "sqlite":
            tries = [one for one in tries if is_judged_by_databases(one)]
        for one in tries:
            faults.said = ""
            status = send(doors, browser, one)
            if status >= 500 or "database does not take" in faults.said:
                broken.setdefault(f"{row.label} {status} {faults.said}", str(one))
    assert not broken, "\n" + "\n".join(f"{what}\n    {example}" for what, example in broken.items())


BODIES = {
    "no boundary": ("multipart/form-data", b"x"),
    "another boundary": ("multipart/form-data; boundary=a", b"--b\r\n\r\nlabas\r\n--b--\r\n"),
    "never ends": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\n\r\nx',
    ),
    "no name": (
        "multipart/form-data; boundary=a",
        b"--a\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a--\r\n",
    ),
    "nameless file": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; filename="a.txt"\r\n\r\nx\r\n--a--\r\n',
    ),
    "unknown letters": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="text"\r\n'
        b"Content-Type: text/plain; charset=x-99\r\n\r\nx\r\n--a--\r\n",
    ),
    "a name that is no text": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="files"; filename="\xff\xfe.txt"\r\n\r\nx\r\n--a--\r\n',
    ),
    "no text": ("application/x-www-form-urlencoded", b"\xff\xfe=\xff&text=%ff%fe%ed%a0%80&%=&=&;"),
    "JSON": ("application/json", b'{"text": '),
    "nothing": ("", b"text=x"),
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_no_browser_sends_breaks_nothing(doors: Doors, faults: Faults, what: str) -> None:
    kind, body = BODIES[what]
    for role, endpoint in (
        ("learner", "messaging.ask"),
        ("learner", "assessment.write_assignment"),
        ("coord", "coordination.invite"),
        ("visitor", "accounts.sign_up"),
    ):
        row = next(each for each in rows() if (each.endpoint, each.method) == (endpoint, "POST"))
        browser = doors._browser(role)
        with browser.session_transaction() as cookie:
            cookie["csrf"] = "token"
        headers = {"Content-Type": kind, "X-CSRF-Token": "token"}
        answer = browser.post(doors.path(row), data=body, headers=headers)
        assert answer.status_code < 500, (endpoint, faults.said)


def test_a_form_larger_than_anybody_types_is_not_taken_apart(client: Browser) -> None:
    kind = "application/x-www-form-urlencoded"
    for body in (b"a=1&" * 2000, b"a=" + b"x" * MOST_TYPED_BYTES):
        answer = client.post("/en/sign-in", data=body, content_type=kind)
        assert (answer.status_code, "too large" in answer.text) == (413, True)


def test_no_nul_reaches_the_rooms(doors: Doors) -> None:
    browser = doors._browser("learner")
    assert browser.get("/lt/my?a=b%00").status_code == 400
    assert browser.get("/lt/modules/a%00b").status_code == 404
    (ask,) = [
        each
        for each in rows()
        if (each.endpoint, each.method, each.tried_on) == ("messaging.ask", "POST", "")
    ]
    answer = browser.post_form(doors.path(ask), {"te\x00xt": "Ką tai reiškia\x00?", "block": "first-\x00one"})
    assert answer.status_code == 303
    assert "Ką tai reiškia?" in browser.get(answer.location).text
