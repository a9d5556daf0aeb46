"""Alembic's entry: works on the connection it is given, in batch mode for SQLite."""

import importlib
import importlib.util
import pkgutil
from typing import Any

from alembic import context

import lms.domain
from lms.foundation import audit, db, health, job_runs, leases, sent_once  # noqa: F401 (they have tables)

for room in pkgutil.iter_modules(lms.domain.__path__):
    if importlib.util.find_spec(f"lms.domain.{room.name}.models"):
        importlib.import_module(f"lms.domain.{room.name}.models")


def render(kind: str, thing: Any, _context: Any) -> str | bool:
    """Write our own column types as what the database knows them by."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, db.UtcDateTime) else False


def is_known_to_the_code(name: str | None, kind: str, _parents: Any) -> bool:
    """Leave out the full-text index, which each database makes by SQL of its own."""
    return not (kind == "table" and name and name.startswith("search_index"))


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
    include_name=is_known_to_the_code,
    transaction_per_migration=connection.dialect.name == "postgresql",
)
with context.begin_transaction():
    context.run_migrations()
