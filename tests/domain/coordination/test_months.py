"""Starts and completions, month by month, in the reader's own zone and inside the scope only."""

from datetime import UTC, datetime
from typing import Any

import pytest

from lms.domain.coordination import queries, rules
from lms.domain.coordination.scope import Scope
from lms.foundation.db import session
from tests.factories.accounts import actor_of, make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module
from tests.factories.learning import make_completed_enrolment, make_enrolment


def test_months_begin_where_the_reader_is() -> None:
    now = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # already April in Vilnius
    found = rules.month_beginnings(now, "Europe/Vilnius", months=3)
    assert [f"{each.astimezone(UTC):%Y-%m-%d %H}" for each in found] == [
        "2026-01-31 22",
        "2026-02-28 22",
        "2026-03-31 21",
        "2026-04-30 21",
    ]
    assert len(rules.month_beginnings(now, "Europe/Vilnius")) == 13


@pytest.mark.usefixtures("database")
def test_each_start_and_completion_counts_in_its_month_and_scope() -> None:
    module, foreign = make_module(), make_module()
    programme, _other = make_programme(module), make_programme(foreign)

    def at(month: int, day: int, hour: int = 12) -> datetime:
        return datetime(2026, month, day, hour, tzinfo=UTC)

    make_enrolment(make_user(), module, started_at=at(2, 28, 21))
    make_enrolment(make_user(), module, started_at=at(2, 28, 22))  # 1 March in Vilnius
    make_enrolment(make_user(), module, started_at=at(3, 31, 21))  # 1 April in Vilnius
    make_enrolment(make_user(), module, started_at=None)
    make_enrolment(make_user(), module, started_at=at(3, 5), left_at=at(3, 6))
    make_enrolment(make_user(), foreign, started_at=at(3, 5))
    done: dict[str, Any] = {"started_at": at(2, 3), "completed_at": at(3, 9)}
    make_completed_enrolment(make_user(), module, **done)
    make_completed_enrolment(make_user(), foreign, **done)
    session.commit()
    months = rules.month_beginnings(at(4, 2), "Europe/Vilnius", months=3)
    rows = queries.list_month_rows(
        Scope(programmes=frozenset({programme.id}), institutions=frozenset()), months
    )
    assert [(row.first_day.month, row.started, row.completed) for row in rows] == [
        (2, 2, 0),
        (3, 1, 1),
        (4, 1, 0),
    ]
    assert queries.list_month_rows(Scope.of(actor_of(make_user())), months)[1].started == 0
