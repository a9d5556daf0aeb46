"""Of many who want a lease, one has it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lms.foundation import clock, db, leases
from tests import postgres_server


def test_the_first_has_it_and_the_second_has_not(database: Engine) -> None:
    assert leases.acquire("other", "somebody", 30)
    assert leases.acquire("sweeper", "one", 30)
    assert not leases.acquire("sweeper", "two", 30)
    assert leases.acquire("sweeper", "one", 30)


def test_it_can_be_taken_when_it_has_run_out(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert leases.acquire("sweeper", "one", 30)
    later = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert leases.acquire("sweeper", "two", 30)
    assert not leases.acquire("sweeper", "one", 30)


def test_only_its_holder_can_give_it_back(database: Engine) -> None:
    assert leases.acquire("sweeper", "one", 30)
    leases.release("sweeper", "two")
    assert not leases.acquire("sweeper", "two", 30)
    leases.release("sweeper", "one")
    assert leases.acquire("sweeper", "two", 30)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_of_many_at_once_exactly_one_gets_it(backend: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/l.db" if backend == "sqlite" else postgres_server.start()
    engine = db.connect(url)
    leases.Lease.__table__.drop(engine, checkfirst=True)  # type: ignore[attr-defined]
    leases.Lease.__table__.create(engine)  # type: ignore[attr-defined]
    got: list[str] = []

    def try_it(holder: str) -> None:
        if leases.acquire("sweeper", holder, 30):
            got.append(holder)

    threads = [threading.Thread(target=try_it, args=(f"holder {number}",)) for number in range(8)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(got) == 1
    finally:
        leases.Lease.__table__.drop(engine)  # type: ignore[attr-defined]
        engine.dispose()
