"""A lease in the database: of many workers, exactly one holds it until a moment; nobody else decides.

It stands in the database and not in the queue, for its holder has to rescue
what the queue forgot. Clocks of the machines must agree to within seconds.
"""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Update, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation import clock
from lms.foundation.db import Base, session, unit_of_work


class Lease(Base):
    """Who may do a thing alone, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    until: Mapped[datetime]


def acquire(name: str, holder: str, seconds: float) -> bool:
    """Take the lease if it is free, run out or one's own; a deed of its own, called outside any other."""
    with unit_of_work():
        mine_or_run_out = or_(Lease.holder == holder, Lease.until < clock.now())
        if _change(_prolonged(name, holder, seconds).where(mine_or_run_out)):
            return True
        # Somebody holds it; trying to enter it again would only fill the database's log.
        return session.get(Lease, name) is None and _is_new(name, holder, seconds)


def release(name: str, holder: str) -> None:
    """Let others have the lease at once; does nothing with somebody else's."""
    with unit_of_work():
        _change(update(Lease).where(Lease.name == name, Lease.holder == holder).values(until=clock.now()))


def find_holder(name: str) -> str | None:
    """Return who holds the lease now, if anybody does."""
    return session.scalar(select(Lease.holder).where(Lease.name == name, Lease.until >= clock.now()))


def _prolonged(name: str, holder: str, seconds: float) -> Update:
    until = clock.now() + timedelta(seconds=seconds)
    return update(Lease).where(Lease.name == name).values(holder=holder, until=until)


def _change(statement: Update) -> bool:
    options = {"synchronize_session": False}
    result = session.execute(statement, execution_options=options)
    return cast("CursorResult[Any]", result).rowcount == 1


def _is_new(name: str, holder: str, seconds: float) -> bool:
    """Enter a lease that nobody ever had; of two who try at once, the second hears no."""
    try:
        with session.begin_nested():
            session.add(Lease(name=name, holder=holder, until=clock.now() + timedelta(seconds=seconds)))
    except IntegrityError:
        return False
    return True
