"""How learners stand: read with every lesson page, in one statement."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, case, cast, func, literal_column, select

from lms.domain.content.models import Module
from lms.domain.learning.models import Achievement, Enrolment, Reading, StudyPlan
from lms.domain.learning.standing import Earned, Standing
from lms.foundation.db import session
from lms.foundation.errors import NotFound

# Written into the statement: a value of its own would have it rewritten each time it is asked.
_COMMA: Any = literal_column("','")
# The standing is read with every lesson page: plain tables, one statement, made once.
_modules, _enrolments = Module.__table__.c, Enrolment.__table__.c
_readings, _achievements = Reading.__table__.c, Achievement.__table__.c


def _number(column: Any) -> Any:
    return func.coalesce(cast(column, String), "")


_READ = (
    select(func.aggregate_strings(_readings.lesson, _COMMA))
    .where(_readings.enrolment_id == _enrolments.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
_EARNED = (
    select(
        func.aggregate_strings(
            _achievements.requirement_key
            + "="
            + case((_achievements.is_passed, "1"), else_="0")
            + "="
            + _number(_achievements.score)
            + "="
            + _number(_achievements.max_score),
            _COMMA,
        )
    )
    .where(_achievements.enrolment_id == _enrolments.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
# Rooms above add these to a statement of theirs, so that one serves a whole page.
STANDING: Any = (
    _modules.id.label("module_id"),
    _modules.current_revision_id.label("revision_id"),
    _modules.withdrawn_at,
    _enrolments.id.label("enrolment_id"),
    _enrolments.enrolled_at,
    _enrolments.left_at,
    _enrolments.completed_at,
    _enrolments.started_at,
    _enrolments.place_at,
    _enrolments.place_lesson,
    _enrolments.place_block,
    _READ.label("read"),
    _EARNED.label("earned"),
)
_STANDING = select(*STANDING).where(_modules.current_revision_id.is_not(None))
_OF_LEARNER = Module.__table__.outerjoin(
    Enrolment.__table__,
    and_(_enrolments.module_id == _modules.id, _enrolments.learner_id == bindparam("learner_id")),
)
_BY_SLUG = _STANDING.select_from(_OF_LEARNER).where(_modules.slug == bindparam("slug"))
_BY_ENROLMENT = _STANDING.join_from(
    Module.__table__, Enrolment.__table__, _enrolments.module_id == _modules.id
).where(_enrolments.id == bindparam("enrolment_id"))
_BY_ENROLMENTS = _STANDING.join_from(
    Module.__table__, Enrolment.__table__, _enrolments.module_id == _modules.id
).where(_enrolments.id.in_(bindparam("enrolment_ids", expanding=True)))
_ALL_OF_LEARNER = _STANDING.join_from(
    Module.__table__, Enrolment.__table__, _enrolments.module_id == _modules.id
).where(_enrolments.learner_id == bindparam("learner_id"))

_plans = StudyPlan.__table__.c
_WITH_PLAN = (
    select(*STANDING, _plans.minutes_a_week, _plans.paused_at, _plans.paused_until)
    .select_from(
        Module.__table__.join(Enrolment.__table__, _enrolments.module_id == _modules.id).outerjoin(
            StudyPlan.__table__, _plans.learner_id == _enrolments.learner_id
        )
    )
    .where(_modules.current_revision_id.is_not(None), _enrolments.learner_id == bindparam("learner_id"))
)


class Rhythm(NamedTuple):
    """Of the learner's own plan: how much a week, and whether it rests."""

    minutes_a_week: int
    paused_at: datetime | None
    paused_until: date | None


def find_standing(learner_id: int, module_slug: str) -> Standing | None:
    """Return how the learner stands in a published module, in one statement; None if there is none."""
    row = session.execute(_BY_SLUG, {"learner_id": learner_id, "slug": module_slug}).one_or_none()
    return standing_of(row) if row else None


def get_standing(enrolment_id: int) -> Standing:
    """Return how the enrolment stands now, for the deed that judges it."""
    row = session.execute(_BY_ENROLMENT, {"enrolment_id": enrolment_id}).one_or_none()
    if row is None:
        raise NotFound()
    return standing_of(row)


def list_standings(learner_id: int) -> list[Standing]:
    """Return the learner's standing in each module they ever enrolled in, in one statement."""
    return [standing_of(row) for row in session.execute(_ALL_OF_LEARNER, {"learner_id": learner_id})]


def list_standings_in(enrolment_ids: Collection[int]) -> dict[int, Standing]:
    """Return how several enrolments stand, by their ids, in one statement."""
    rows = session.execute(_BY_ENROLMENTS, {"enrolment_ids": list(enrolment_ids)})
    return {row.enrolment_id: standing_of(row) for row in rows}


def list_standings_with_rhythm(learner_id: int) -> tuple[list[Standing], Rhythm | None]:
    """Return the learner's standings and what their plan says, if they have one, in one statement."""
    rows = session.execute(_WITH_PLAN, {"learner_id": learner_id}).all()
    has_plan = bool(rows) and rows[0].minutes_a_week is not None
    first = rows[0] if has_plan else None
    rhythm = Rhythm(first.minutes_a_week, first.paused_at, first.paused_until) if first else None
    return [standing_of(row) for row in rows], rhythm


def standing_of(row: Any) -> Standing:
    """Return the standing that such a row describes."""
    return Standing(
        module_id=row.module_id,
        revision_id=row.revision_id,
        is_withdrawn=row.withdrawn_at is not None,
        enrolment_id=row.enrolment_id,
        enrolled_at=row.enrolled_at,
        left_at=row.left_at,
        completed_at=row.completed_at,
        started_at=row.started_at,
        place_at=row.place_at,
        place_lesson=row.place_lesson,
        place_block=row.place_block,
        read=frozenset(row.read.split(",")) if row.read else frozenset(),
        earned=_parse_earned(row.earned),
    )


def _parse_earned(text: str | None) -> dict[str, Earned]:
    """Read `read=1==,quiz:final=0=5=8` into what the register holds by requirement."""
    found = {}
    for part in (text or "").split(","):
        if part:
            key, passed, score, out_of = part.split("=")
            found[key] = Earned(key, passed == "1", _int(score), _int(out_of))
    return found


def _int(text: str) -> int | None:
    return int(text) if text else None
