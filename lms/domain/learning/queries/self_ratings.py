"""What learners say of themselves: each learner's is asked for by that learner only."""

from sqlalchemy import select

from lms.domain.learning.models import SelfRating
from lms.foundation.db import session

_ratings = SelfRating.__table__.c


def list_self_ratings(learner_id: int, module_id: int) -> dict[str, dict[str, int]]:
    """Return the learner's levels in one module by moment and statement, for their own page."""
    found: dict[str, dict[str, int]] = {}
    rows = session.execute(
        select(_ratings.moment, _ratings.statement, _ratings.level).where(
            _ratings.learner_id == learner_id, _ratings.module_id == module_id
        )
    )
    for moment, statement, level in rows:
        found.setdefault(moment, {})[statement] = level
    return found


def list_ratings_for_change(learner_id: int, module_id: int, moment: str) -> dict[str, SelfRating]:
    """Return the rows of one moment by statement, held until the deed is finished."""
    rows = session.scalars(
        select(SelfRating)
        .filter_by(learner_id=learner_id, module_id=module_id, moment=moment)
        .with_for_update()
    )
    return {row.statement: row for row in rows}
