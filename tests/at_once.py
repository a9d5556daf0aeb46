"""Several deeds at the same moment, each on a connection of its own, on both databases."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from lms.foundation import db
from tests.conftest import BACKENDS

PATIENCE_SECONDS = 120  # a busy machine lets the last of two hundred wait for long


@pytest.fixture(params=BACKENDS)
def shared_database(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a database in which everything is really committed, for threads and processes."""
    monkeypatch.setattr(db, "SQLITE_BUSY_MS", 1000 * PATIENCE_SECONDS)
    monkeypatch.setattr(db, "LONGEST_QUEUE_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(db, "POSTGRESQL_LOCK_SECONDS", PATIENCE_SECONDS)
    if request.param == "sqlite":
        with _tables(f"sqlite:///{tmp_path}/shared.db") as url:
            yield url
        return
    server_url = make_url(request.getfixturevalue("postgresql_url"))
    name = f"{server_url.database}_shared"
    server = create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    with _tables(server_url.set(database=name).render_as_string(hide_password=False)) as url:
        yield url
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def _tables(url: str) -> Iterator[str]:
    engine = db.connect(url)
    engine.pool._timeout = PATIENCE_SECONDS  # type: ignore[attr-defined]
    db.Base.metadata.create_all(engine)
    yield url
    db.session.remove()
    engine.dispose()


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do these deeds at the same moment; return what each gave, or its refusal."""
    gate, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def do(place: int, deed: Callable[[], Any]) -> None:
        gate.wait()
        try:
            with db.unit_of_work():
                outcomes[place] = deed()
        except Exception as refusal:
            outcomes[place] = refusal  # type: ignore[call-overload]

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
