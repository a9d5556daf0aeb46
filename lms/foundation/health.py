"""Signs of life: who works, when the outbox was last swept, and whether everything answers.

The signs stand in the database, since that is what every part can reach; the
broker may be the very thing that is down.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from redis import Redis
from sqlalchemy import CursorResult, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation import broker, clock
from lms.foundation.db import Base, reading, session, unit_of_work
from lms.foundation.storage import Storage, StorageFull, StorageUnavailable

BEAT_SECONDS = 15
SILENT_AFTER = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(days=1)
WORKER = "worker"
SWEEPER = "sweeper"
MAIL_IN = "mail-in"
KINDS = (WORKER, SWEEPER, MAIL_IN)


class Heartbeat(Base):
    """The last sign of life of one process."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    details: Mapped[dict[str, Any]]


@dataclass(frozen=True)
class SignOfLife:
    """What the administrator's page and the monitoring are told about one process."""

    name: str
    kind: str
    at: datetime
    details: dict[str, Any]
    is_alive: bool


@dataclass(frozen=True)
class Readiness:
    """Whether pages can be served, and what else is up."""

    database: str
    storage: str
    broker: str
    worker: str
    swept_at: datetime | None

    @property
    def is_ready(self) -> bool:
        """Without database or storage nothing can be answered; everything else only delays."""
        return self.database == "up" and self.storage == "up"


def beat(kind: str, name: str, **details: Any) -> None:
    """Leave a sign of life; a deed of its own."""
    values = {"kind": kind, "at": clock.now(), "details": details}
    with unit_of_work():
        changed = session.execute(update(Heartbeat).where(Heartbeat.name == name).values(values))
        if cast("CursorResult[Any]", changed).rowcount:
            return
        session.execute(delete(Heartbeat).where(Heartbeat.at < clock.now() - FORGOTTEN_AFTER))
        session.execute(insert(Heartbeat).values(name=name, **values))


def say_goodbye(name: str) -> None:
    """Take the sign back when a process ends in good order."""
    with unit_of_work():
        session.execute(delete(Heartbeat).where(Heartbeat.name == name))


def signs_of_life(kind: str | None = None) -> list[SignOfLife]:
    """Return the last signs, newest first, with the word whether each is still alive."""
    statement = select(Heartbeat.name, Heartbeat.kind, Heartbeat.at, Heartbeat.details)
    if kind:
        statement = statement.where(Heartbeat.kind == kind)
    since = clock.now() - SILENT_AFTER
    rows = session.execute(statement.order_by(Heartbeat.at.desc()))
    return [SignOfLife(row.name, row.kind, row.at, row.details, row.at >= since) for row in rows]


def look(storage: Storage, connection: Redis) -> Readiness:
    """Ask everything whether it answers now; called outside any deed."""
    database, worker, swept_at = _database()
    return Readiness(
        database=database,
        storage=_storage(storage),
        broker="up" if broker.is_up(connection) else "down",
        worker=worker,
        swept_at=swept_at,
    )


def free_bytes(folder: Path) -> int:
    """Return what is left on the disk of a folder that may not exist yet."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _database() -> tuple[str, str, datetime | None]:
    """Return the standing of database and worker and the last sweep; the first answers for the others."""
    try:
        with reading():
            session.execute(text("SELECT 1"))
            try:
                signs = signs_of_life()
            except DBAPIError:
                return "not migrated", "unknown", None
    except (DBAPIError, OSError):
        return "down", "unknown", None
    works = any(sign.is_alive for sign in signs if sign.kind == WORKER)
    swept_at = next((sign.at for sign in signs if sign.kind == SWEEPER), None)
    return "up", "up" if works else "down", swept_at


def _storage(storage: Storage) -> str:
    try:
        storage.check()
    except StorageFull:
        return "full"
    except StorageUnavailable:
        return "down"
    return "up"
