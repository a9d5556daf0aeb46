"""Bring a database to the state that this program expects, and tell whether it is there."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, inspect

from lms.foundation.db import prepare_sqlite

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
    from alembic import command  # noqa: PLC0415 (heavy; a running server never needs it)

    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "connect", _loosen_foreign_keys)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                # Two starts at once: the second waits, then finds nothing to do.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7421951)")
            getattr(command, direction)(_config(connection), revision)
            if (
                engine.dialect.name == "sqlite"
                and connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            ):
                raise RuntimeError("A migration left rows that refer to nothing; everything stays as it was.")
    finally:
        engine.dispose()


def _loosen_foreign_keys(connection: Any, _record: Any) -> None:
    """SQLite changes a table by making it anew; dropping the old one must not empty its neighbours."""
    connection.execute("PRAGMA foreign_keys=OFF")


def _config(connection: Connection | None) -> Any:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
