"""Indexes made and dropped by migrations while people go on writing into the table."""

from typing import Any

from alembic import op


def create_index(name: str, table: str, columns: list[str], **options: Any) -> None:
    """Make an index; on PostgreSQL without holding up anybody, and anew if a former try was interrupted."""
    if not _is_postgresql():
        op.create_index(name, table, columns, **options)
        return
    with op.get_context().autocommit_block():
        # What an interrupted try leaves behind has the name, but is not used.
        op.drop_index(name, table_name=table, postgresql_concurrently=True, if_exists=True)
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)


def drop_index(name: str, table: str) -> None:
    """Drop an index likewise."""
    if not _is_postgresql():
        op.drop_index(name, table_name=table)
        return
    with op.get_context().autocommit_block():
        op.drop_index(name, table_name=table, postgresql_concurrently=True, if_exists=True)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
