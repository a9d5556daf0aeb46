"""The figures of the outbox cost as much as there is unfinished, however many letters were ever sent."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from lms.domain.notifications import queries
from lms.foundation import clock
from lms.foundation.db import session
from tests.factories.notifications import make_notice

pytestmark = pytest.mark.usefixtures("database")
READS: dict[str, Callable[[], Any]] = {
    "figures": lambda: queries.look_at_outbox(clock.now()),
    "reasons": lambda: queries.list_undelivered(clock.now()),
    **{state: partial(queries.list_outbox, state, 50) for state in queries.STATES},
}


@pytest.mark.parametrize("what", READS)
def test_nothing_is_read_that_is_long_done(what: str) -> None:
    for state in queries.STATES:
        make_notice(mail=state, sent_at=clock.now() if state == "sent" else None)
    session.commit()
    plan = _plan_of(READS[what])
    assert any(f"ix__notices__{index}" in plan for index in ("outbox", "not_delivered", "sent")), plan
    assert "Seq Scan on notices" not in plan and "pk__notices" not in plan, plan
    assert not [line for line in plan.splitlines() if line.startswith("SCAN notices") and "INDEX" not in line]


def _plan_of(read: Callable[[], Any]) -> str:
    """Return how the database goes about the one statement of this read."""
    asked: list[tuple[str, Any]] = []
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))  # of six rows it would read all anyway

    def note(_c: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", note)
    read()
    event.remove(connection, "before_cursor_execute", note)
    ((statement, parameters),) = asked
    explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
    return "\n".join(str(row[-1]) for row in rows)
