"""What groups of people say they can do before and after a module; never what one of them said.

Three precautions keep one person from being reckoned out: a group has at least five people who
answered both times; so has what is left of everybody else, or nobody is left; and people come into
the figures five at a time, so that two looks on different days never differ by one of them.
"""

from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.orm import aliased

from lms.domain.coordination.queries.inside import COUNTS, enrolments
from lms.domain.coordination.scope import Scope
from lms.domain.learning.models import Enrolment, SelfRating
from lms.domain.learning.self_assessment import AFTER, BEFORE, ON_ONES_OWN
from lms.foundation.db import session

SMALLEST_GROUP = 5


class StatementCount(NamedTuple):
    """How many people of a group rated one statement both times, and how many can do it on their own."""

    module_id: int
    statement: str
    people: int
    before: int
    after: int


def list_self_assessment(scope: Scope) -> list[StatementCount]:
    """Count by module and statement who can do it on their own, for groups that are large enough."""
    inside = _numbered(enrolments(scope, Enrolment.learner_id, Enrolment.module_id).distinct().subquery())
    all_people = select(Enrolment.learner_id, Enrolment.module_id).where(COUNTS).subquery()
    everybody = _numbered(all_people)
    totals = (
        select(everybody.c.module_id, func.count().label("people")).group_by(everybody.c.module_id).subquery()
    )
    before, after = _pair()
    rest = totals.c.people - inside.c.people
    counted = (
        select(
            before.module_id,
            before.statement,
            func.count(),
            func.sum(case((before.level >= ON_ONES_OWN, 1), else_=0)),
            func.sum(case((after.level >= ON_ONES_OWN, 1), else_=0)),
        )
        .select_from(inside)
        .join(totals, totals.c.module_id == inside.c.module_id)
        .join(
            before,
            and_(before.learner_id == inside.c.learner_id, before.module_id == inside.c.module_id),
        )
        .join(after, _same(before, after))
        .where(
            before.moment == BEFORE,
            after.moment == AFTER,
            (rest == 0) | (rest >= SMALLEST_GROUP),
            inside.c.number <= inside.c.people - inside.c.people % SMALLEST_GROUP,
        )
        .group_by(before.module_id, before.statement)
        .having(func.count() >= SMALLEST_GROUP)
    )
    return [StatementCount(*map(_plain, row)) for row in session.execute(counted)]


def _pair() -> tuple[Any, Any]:
    return aliased(SelfRating), aliased(SelfRating)


def _same(before: Any, after: Any) -> Any:
    return and_(
        after.learner_id == before.learner_id,
        after.module_id == before.module_id,
        after.statement == before.statement,
    )


def _numbered(people: Subquery) -> Subquery:
    """Return who of them answered both times, numbered by module in the order in which they did."""
    before, after = _pair()
    done: Select[Any] = (
        select(people.c.learner_id, people.c.module_id, func.min(after.rated_at).label("rated_at"))
        .join(before, and_(before.learner_id == people.c.learner_id, before.module_id == people.c.module_id))
        .join(after, _same(before, after))
        .where(before.moment == BEFORE, after.moment == AFTER)
        .group_by(people.c.learner_id, people.c.module_id)
    )
    each = done.subquery()
    order = (each.c.rated_at, each.c.learner_id)
    return select(
        each.c.learner_id,
        each.c.module_id,
        func.row_number().over(partition_by=each.c.module_id, order_by=order).label("number"),
        func.count().over(partition_by=each.c.module_id).label("people"),
    ).subquery()


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else int(value)
