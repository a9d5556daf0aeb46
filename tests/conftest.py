"""One database per test process; each test in a transaction that is rolled back.

`database` runs a test on SQLite and on PostgreSQL; a test of pages takes `app`,
which stands on SQLite unless the test asks for `database` too.
"""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fakeredis
import hypothesis
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from rq import Queue
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url

from lms import wiring
from lms.app import create_app
from lms.config import Settings
from lms.domain.accounts import service as accounts
from lms.domain.accounts.models import User
from lms.foundation import clock, db, i18n, jobs
from lms.web.shell import supporters
from tests import postgres_server
from tests.side_by_side import SideBySide

BACKENDS = ("sqlite", "postgresql")
# How long an example takes says more about what else the machine does than about the code.
hypothesis.settings.register_profile("busy machine", deadline=None)
hypothesis.settings.load_profile("busy machine")


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay till the end: nobody need look through them for what can go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide:
    """Share the files of tests out among processes that run side by side."""
    return SideBySide(config, log)


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("savimoka")


@pytest.fixture(scope="session")
def sqlite_url(worker_folder: Path) -> str:
    return f"sqlite:///{worker_folder}/test.db"


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> str:
    url = make_url(postgres_server.start())
    name = f"savimoka_test_{worker_id}_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def engines() -> Iterator[dict[str, Engine]]:
    opened: dict[str, Engine] = {}
    yield opened
    for engine in opened.values():
        engine.dispose()


def _engine(backend: str, engines: dict[str, Engine], request: pytest.FixtureRequest) -> Engine:
    if backend not in engines:
        engines[backend] = db.connect(request.getfixturevalue(f"{backend}_url"))
        db.Base.metadata.create_all(engines[backend])
    return engines[backend]


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Iterator[Engine]:
    """An empty database with all tables, on each of the two that we promise."""
    yield from _empty_database(_engine(request.param, engines, request))


@pytest.fixture
def sqlite(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Iterator[Engine]:
    """An empty SQLite database, for tests of pages."""
    yield from _empty_database(_engine("sqlite", engines, request))


def _empty_database(engine: Engine) -> Iterator[Engine]:
    with engine.connect() as connection:
        outer = connection.begin()
        db.use(connection, connection, join_transaction_mode="create_savepoint")
        i18n.speak("lt")
        yield engine
        db.session.remove()
        outer.rollback()
    db.session.configure(join_transaction_mode="conditional_savepoint")


@pytest.fixture(autouse=True)
def fresh_queue() -> Iterator[Queue]:
    """A queue in memory: what was handed over can be looked at, and nothing runs by itself."""
    queue = Queue("default", connection=fakeredis.FakeStrictRedis())
    jobs.use(queue)
    yield queue
    jobs.use(None)


@pytest.fixture(scope="session")
def settings(worker_folder: Path, sqlite_url: str) -> Settings:
    return Settings.from_environment(
        {
            "LMS_ENV": "test",
            "LMS_DATABASE_URL": sqlite_url,
            "LMS_STORAGE_URL": str(worker_folder / "files"),
            "LMS_MAIL_URL": str(worker_folder / "mail"),
            "LMS_REDIS_URL": f"unix://{worker_folder}/no-broker.sock",
            "LMS_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    return app


@pytest.fixture
def app(whole_app: Flask, sqlite: Engine, fresh_queue: Queue) -> Flask:
    """The application over the test's own empty database."""
    whole_app.extensions["tries"].forget()
    wiring.connect()  # an earlier test of one room may have listened alone
    # Read once a minute, they would come from another test, or be one statement more when the minute ends.
    whole_app.extensions[supporters._KEPT] = supporters._Kept(float("inf"), {}, {})
    return whole_app


@pytest.fixture
def early_in_the_hour() -> Iterator[None]:
    """What is counted by the hour, or by its quarters, does not begin anew in the middle of a test."""
    with time_machine.travel(clock.now().replace(minute=1, second=0)):
        yield


class Browser(FlaskClient):
    """A test client that fills in the token of the session, as a form of ours would."""

    def post_form(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
        with self.session_transaction() as cookie:
            token = cookie.setdefault("csrf", "token-of-the-test")
        return self.post(path, data={"csrf_token": token, **(data or {})}, **kwargs)


@pytest.fixture
def client(app: Flask) -> Browser:
    """A visitor's browser."""
    app.test_client_class = Browser
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Browser]:
    """Open a browser in which this person is signed in."""

    def _sign_in(user: User) -> Browser:
        app.test_client_class = Browser
        browser = app.test_client()
        token = accounts.open_session(user.id, browser="test", address="127.0.0.1")
        db.session.commit()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["csrf"] = "token-of-the-test"
        return browser  # type: ignore[return-value]

    return _sign_in


@pytest.fixture
def statements(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """Collect the SQL statements that a page makes (BEGIN, COMMIT and PRAGMA not counted)."""
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)

    def taken() -> list[str]:
        found = list(seen)
        seen.clear()
        return found

    yield taken
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, also when the tests run in one process only."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")
