"""Bring a database to the state that this program expects, and tell whether it is there."""

import re
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text

from lms.foundation.db import prepare_sqlite

LOOK_AGAIN_SECONDS = 0.2
_LOCK = 7421951
_FOLDER = Path(__file__).parents[2] / "migrations"
_REVISION = re.compile(r"""^revision(?:: str)? = ["'](\w+)["']""", re.MULTILINE)
_DOWN = re.compile(r"^down_revision\b.*= (.*)$", re.MULTILINE)
_NAME = re.compile(r"""["'](\w+)["']""")


def upgrade(url: str, revision: str = "head") -> None:
    """Run the migrations that the database has not seen yet, up to the given one."""
    _run(url, "upgrade", revision)


def downgrade(url: str, revision: str) -> None:
    """Go back to an earlier state, for an operator who must return to the previous release."""
    _run(url, "downgrade", revision)


def is_current(connection: Connection) -> bool:
    """Whether the database has seen every migration that this program ships; asked at every start."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return set(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()) == heads()


def heads() -> set[str]:
    """Return the newest revisions; read from the files, for Alembic takes half a second to import."""
    texts = [path.read_text(encoding="utf-8") for path in (_FOLDER / "versions").glob("*.py")]
    known = {name for each in texts for name in _REVISION.findall(each)}
    return known - {name for each in texts for line in _DOWN.findall(each) for name in _NAME.findall(line)}


def _run(url: str, direction: str, revision: str) -> None:
    engine = create_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            _run_in_one_go(engine, direction, revision)
        else:
            _run_one_by_one(engine, direction, revision)
    finally:
        engine.dispose()


def _run_in_one_go(engine: Engine, direction: str, revision: str) -> None:
    """Run all migrations in one transaction: on SQLite nobody else writes meanwhile in any case."""
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "connect", _loosen_foreign_keys)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        _command(connection, direction, revision)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("A migration left rows that refer to nothing; everything stays as it was.")


def _run_one_by_one(engine: Engine, direction: str, revision: str) -> None:
    """Run each migration in a transaction of its own, so that no lock outlives it on a live system.

    What was interrupted goes on from there when it is run again.
    """
    alone = engine.execution_options(isolation_level="AUTOCOMMIT").connect()
    try:
        # Two starts at once: the second waits, then finds nothing to do. It looks again and again, for
        # an index that is made beside the writers would wait for a statement that waits.
        while not alone.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
            time.sleep(LOOK_AGAIN_SECONDS)
        with engine.connect() as connection:
            _command(connection, direction, revision)
    finally:
        alone.invalidate()  # the lock ends with its connection
        alone.close()


def _command(connection: Connection, direction: str, revision: str) -> None:
    from alembic import command  # noqa: PLC0415 (heavy; a running server never needs it)

    getattr(command, direction)(_config(connection), revision)


def _loosen_foreign_keys(connection: Any, _record: Any) -> None:
    """SQLite changes a table by making it anew; dropping the old one must not empty its neighbours."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _config(connection: Connection | None) -> Any:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
