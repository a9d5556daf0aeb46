"""Migrations make exactly the tables that the code knows, on both databases, forwards and back."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

import lms.domain
from lms.foundation import audit, db, leases, migrating  # noqa: F401 (their tables)
from tests import postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    url = make_url(postgres_server.start())
    name = f"savimoka_migrations_{worker_id}"
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    yield url.set(database=name).render_as_string(hide_password=False)


def test_migrations_and_tables_agree(empty_url: str) -> None:
    for room in pkgutil.iter_modules(lms.domain.__path__):
        if importlib.util.find_spec(f"lms.domain.{room.name}.models"):
            importlib.import_module(f"lms.domain.{room.name}.models")
    migrating.upgrade(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        assert migrating.is_current(connection)
        options = {"compare_type": False, "include_name": _is_known_to_the_code}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, db.Base.metadata) == []
    engine.dispose()


def _is_known_to_the_code(name: str | None, kind: str, _parents: Any) -> bool:
    """The full-text index, and the tables that SQLite keeps behind it, are made by SQL of their own."""
    return not (kind == "table" and name and name.startswith("search_index"))


def test_migrations_go_back(empty_url: str) -> None:
    migrating.upgrade(empty_url)
    migrating.downgrade(empty_url, "base")
    engine = create_engine(empty_url)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()


def test_an_upgrade_that_fails_goes_on_from_there(empty_url: str) -> None:
    """On PostgreSQL what was done stays, so that no lock is held to the end; on SQLite nothing happened."""
    migrating.upgrade(empty_url, "5f0c9b27ad41")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE outcome_edits (id INTEGER)"))  # a later migration stumbles here
    with pytest.raises(DBAPIError):
        migrating.upgrade(empty_url)
    with engine.begin() as connection:
        reached = connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert reached == ("c2e58a70d419" if engine.dialect.name == "postgresql" else "5f0c9b27ad41")
        connection.execute(text("DROP TABLE outcome_edits"))
    migrating.upgrade(empty_url)
    with engine.connect() as connection:
        assert migrating.is_current(connection)
    engine.dispose()


def test_an_index_that_was_half_made_is_made_anew(empty_url: str) -> None:
    migrating.upgrade(empty_url, "d84a1f6c0b37")
    engine = create_engine(empty_url)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("CREATE INDEX ix__bookings_booked_at ON bookings (booked_at)"))
            half_made = (
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix__bookings_booked_at'::regclass"
            )
            connection.execute(text(half_made))
    migrating.upgrade(empty_url)
    with engine.connect() as connection:
        assert [each["column_names"] for each in inspect(connection).get_indexes("bookings")].count(
            ["booked_at"]
        ) == 1
        if engine.dialect.name == "postgresql":
            whole = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix__bookings_booked_at'::regclass"
            assert connection.scalar(text(whole))
    migrating.downgrade(empty_url, "d84a1f6c0b37")
    assert ["booked_at"] not in [each["column_names"] for each in inspect(engine).get_indexes("bookings")]
    engine.dispose()


def test_two_upgrades_at_once_follow_each_other(empty_url: str) -> None:
    migrating.upgrade(empty_url, "c2e58a70d419")
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(migrating.upgrade, empty_url) for _each in range(2)]:
            done.result(300)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        assert migrating.is_current(connection)
        if engine.dialect.name == "postgresql":
            assert connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")) == 0
    engine.dispose()
