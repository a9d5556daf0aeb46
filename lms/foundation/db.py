"""Database: engines, the session, the unit of work, our column types.

Reading happens in autocommit, one statement at a time, without BEGIN and
ROLLBACK around it; a deed happens in one transaction. On SQLite a deed begins
with BEGIN IMMEDIATE: one that reads first and writes later would otherwise fail
at once, whatever the busy timeout, when another process wrote in between.
"""

import select as polling
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from threading import BoundedSemaphore
from typing import Any, TypeVar, cast

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    create_engine,
    event,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, aliased, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

SQLITE_BUSY_MS = 15_000
SQLITE_HASTY_MS = 200
# While another process keeps SQLite locked, so many threads of one process wait for it; the
# others stay free for readers.
MOST_WAITING = 12
LONGEST_QUEUE_SECONDS = 1.0
_turns = BoundedSemaphore(MOST_WAITING)
# A PostgreSQL whose machine has vanished says nothing: nobody waits for it for minutes.
POSTGRESQL_LOCK_SECONDS = 30
POSTGRESQL_PATIENCE = {"connect_timeout": "5", "tcp_user_timeout": "15000", "keepalives_idle": "60"}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC and always given back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Sort keys are compared byte by byte on every database (see `sorting`).
SortKey = String().with_variant(String(collation="C"), "postgresql")


class Base(DeclarativeBase):
    """The mother of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix__%(column_0_label)s",
            "uq": "uq__%(table_name)s__%(column_0_N_name)s",
            "ck": "ck__%(table_name)s__%(constraint_name)s",
            "fk": "fk__%(table_name)s__%(column_0_name)s",
            "pk": "pk__%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[Any]: JSON}


Row = TypeVar("Row", bound=Base)
session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))
_reading_engine: Engine | Connection | None = None
_binding = 0


DatabaseError = DBAPIError
Unstorable = DataError


def is_unreachable(error: DBAPIError) -> bool:
    """Whether the database could not be asked at all: gone, locked for too long, or full."""
    return isinstance(error, OperationalError) or error.connection_invalidated


def connect(url: str) -> Engine:
    """Bind the session to the database at that address."""
    engine = _make_engine(url)
    use(engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    return engine


def use(writing: Engine | Connection, reading: Engine | Connection, **options: Any) -> None:
    """Let deeds and reads go through these two (tests give one connection for both)."""
    global _binding, _reading_engine
    session.remove()
    session.configure(bind=writing, **options)
    _reading_engine = reading
    _binding += 1


def binding() -> int:
    """Return a number that changes with the database, for what remembers rows of it in the process."""
    return _binding


def begin_reading() -> None:
    """Let the current thread's session read without a transaction until it is removed."""
    session.remove()
    session(bind=_reading_engine, autoflush=False)


def begin_streaming() -> None:
    """Let the session read very many rows a piece at a time, until it is removed.

    PostgreSQL keeps a cursor open within a transaction only; SQLite would lock out the writers.
    """
    begin_reading()
    if session.get_bind().dialect.name == "postgresql":
        session.remove()
        session(autoflush=False)


@contextmanager
def unit_of_work(*, is_urgent: bool = True) -> Iterator[Session]:
    """Commit at the end, or nothing happened.

    What is not urgent gives up at once where somebody else keeps SQLite locked.
    """
    session.remove()
    try:
        if not is_urgent:
            session().connection(execution_options={"sqlite_busy_ms": SQLITE_HASTY_MS})
        yield session()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.remove()


@contextmanager
def reading() -> Iterator[Session]:
    """Read outside any transaction, for commands and the worker."""
    begin_reading()
    try:
        yield session()
    finally:
        session.remove()


def one_at_a_time(what: int) -> None:
    """Let the deeds that ask for this number follow each other; on SQLite all deeds do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:what)"), {"what": what})


def insert_once(model: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same unique values stands already; tell whether it is new.

    Two processes may try at the same moment: the second waits for the first and then does nothing.
    """
    result = _insert_absent(model, values)
    return bool(result.rowcount == 1)


def insert_absent(model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows that do not stand already by their unique values."""
    if rows:
        _insert_absent(model, list(rows))


def insert_and_get(model: type[Row], **values: Any) -> Row | None:
    """Insert a row likewise and return it with all that it has; None where it was there already."""
    session.flush()
    statement = _insertion_with_row(model, session().get_bind().dialect.name)
    row: Row | None = session.scalar(statement, values)
    return row


def _insert_absent(model: type[Base], rows: Any) -> Any:
    session.flush()
    statement = _insertion(model, session().get_bind().dialect.name)
    # Without being asked to, SQLAlchemy does not keep the count of inserted rows on PostgreSQL.
    return session.execute(statement, rows, execution_options={"preserve_rowcount": True})


def shared_alias(model: type[Base], name: str) -> Any:
    """Return a second name of a table, for statements that all threads put together with the same one.

    Its columns are there at once: SQLAlchemy gathers them at the first look, and another thread
    that looks meanwhile does not find them all and gets another statement.
    """
    table = cast("Any", model.__table__).alias(name)
    table.c.keys()
    return aliased(model, table)


# Made once for each table and kind of database, since making one costs as much as having it done.
@cache
def _insertion(model: type[Base], dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(cast("Any", model.__table__)).on_conflict_do_nothing()


@cache
def _insertion_with_row(model: type[Base], dialect: str) -> Any:
    columns = cast("Any", model.__table__).c
    return select(model).from_statement(_insertion(model, dialect).returning(*columns))


def _make_engine(url: str) -> Engine:
    # What people typed stands in the parameters, and has no business in the logs.
    if make_url(url).get_backend_name() == "sqlite":
        options: dict[str, Any] = {"timeout": SQLITE_BUSY_MS / 1000}
        engine = create_engine(url, connect_args=options, max_overflow=30, hide_parameters=True)
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
        return engine
    patience = {name: value for name, value in POSTGRESQL_PATIENCE.items() if name not in make_url(url).query}
    engine = create_engine(
        url, connect_args=patience, pool_size=8, max_overflow=8, pool_recycle=1800, hide_parameters=True
    )
    event.listen(engine, "connect", _wait_for_locks_so_long)
    event.listen(engine, "checkout", _refuse_dead_connection)
    return engine


def _wait_for_locks_so_long(connection: Any, _record: Any) -> None:
    """Somebody who keeps a row locked and goes away must not hold up everybody for ever."""
    connection.execute(f"SET lock_timeout = '{POSTGRESQL_LOCK_SECONDS}s'")
    connection.commit()


def _refuse_dead_connection(connection: Any, _record: Any, _proxy: Any) -> None:
    """Let the pool open a new connection if the server has hung up since this one was used last.

    A server that hangs up says so on the line, and nothing else is said there unasked: looking
    costs two microseconds, where asking the server would cost a round trip for each page.
    """
    line = polling.poll()
    if not connection.closed:
        line.register(connection.fileno(), polling.POLLIN)
    if connection.closed or line.poll(0):
        raise DisconnectionError


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set what every SQLite connection of ours needs."""
    connection.isolation_level = None  # We say BEGIN ourselves.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MS}",
        "cache_size=-16000",
        "mmap_size=134217728",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediately(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return
    if not _turns.acquire(timeout=LONGEST_QUEUE_SECONDS):
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("too many are waiting for the database"))
    busy_ms = connection.get_execution_options().get("sqlite_busy_ms", SQLITE_BUSY_MS)
    try:
        if busy_ms != SQLITE_BUSY_MS:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={busy_ms}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        _turns.release()
        if busy_ms != SQLITE_BUSY_MS:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={SQLITE_BUSY_MS}")
