"""How long the program waits for a database that is busy, silent or gone."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from lms.foundation import db


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    engine = db._make_engine(postgresql_url)
    yield engine
    engine.dispose()


def test_a_connection_that_has_died_in_the_pool_is_replaced(postgresql: Engine) -> None:
    with postgresql.connect() as connection:
        first = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    other = db._make_engine(postgresql.url.render_as_string(hide_password=False))
    with other.connect() as connection:
        # It ends when it comes to it: PostgreSQL waits for that, and says whether it has seen it.
        ended = text("SELECT pg_terminate_backend(:pid, 120000)")
        assert connection.execute(ended, {"pid": first}).scalar_one()
    other.dispose()
    with postgresql.connect() as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar_one() != first


def test_a_living_connection_is_kept(postgresql: Engine) -> None:
    pids = set()
    for _ in range(3):
        with postgresql.connect() as connection:
            pids.add(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    assert len(pids) == 1


def test_locks_are_not_waited_for_for_ever(postgresql: Engine) -> None:
    for engine in (postgresql, postgresql.execution_options(isolation_level="AUTOCOMMIT")):
        with engine.connect() as connection:
            assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "30s"


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(db.POSTGRESQL_PATIENCE, "connect_timeout", "2")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        engine = db._make_engine(f"postgresql+psycopg://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing")
        began = time.monotonic()
        with pytest.raises(OperationalError) as gone, engine.connect():
            pass
        assert time.monotonic() - began < 60
        assert db.is_unreachable(gone.value)


def test_so_many_wait_for_a_locked_sqlite_and_the_next_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LONGEST_QUEUE_SECONDS", 0.05)
    engine = db._make_engine(f"sqlite:///{tmp_path}/x.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    taken = [db._turns.acquire(blocking=False) for _ in range(db.MOST_WAITING)]
    try:
        assert all(taken)
        with pytest.raises(OperationalError) as busy, engine.begin():
            pass
        assert db.is_unreachable(busy.value)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
    finally:
        for _each in taken:
            db._turns.release()
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
    engine.dispose()


def test_what_is_not_urgent_does_not_wait_for_a_locked_sqlite(tmp_path: Path) -> None:
    engine = db._make_engine(f"sqlite:///{tmp_path}/x.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    hasty = engine.execution_options(sqlite_busy_ms=db.SQLITE_HASTY_MS)
    with engine.begin():
        began = time.monotonic()
        with pytest.raises(OperationalError), hasty.begin():
            pass
        assert time.monotonic() - began < db.SQLITE_BUSY_MS / 3000
    with hasty.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (1)"))
    with engine.begin() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == db.SQLITE_BUSY_MS
