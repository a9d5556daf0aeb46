"""Migrations make exactly the tables that the code knows, on both databases, forwards and back."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

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
