"""Who opens My learning: found together with what else the page needs to know of them."""

from typing import NamedTuple

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.accounts.tokens import digest
from lms.domain.assessment.queries.dates import has_dates
from lms.domain.catalogue.models import Programme
from lms.domain.catalogue.queries.actors import actor_of
from lms.domain.learning.models import ProgrammeEnrolment
from lms.domain.learning.queries.programmes import IN_ORDER, PROGRAMME_PLACE, ProgrammePlace, place_of
from lms.domain.notifications.queries.in_app import VIEWER, Unread
from lms.foundation.db import session

_users, _places = User.__table__.c, ProgrammeEnrolment.__table__.c
_LEARNER = (
    VIEWER.add_columns(*PROGRAMME_PLACE, has_dates(_users.id).label("has_dates"))
    .outerjoin(ProgrammeEnrolment.__table__, _places.learner_id == _users.id)
    .outerjoin(Programme.__table__, Programme.__table__.c.id == _places.programme_id)
    .order_by(*IN_ORDER)
)


class Learner(NamedTuple):
    """Who opens My learning, what the header counts, their programmes, and whether there are days to keep."""

    actor: Actor
    unread: Unread
    places: list[ProgrammePlace]
    has_dates: bool


def find_learner(token: str) -> Learner | None:
    """Return who holds this session's secret with the programmes that they are in, in one statement."""
    rows = session.execute(_LEARNER, {"token_hash": digest(token)}).all()
    actor = actor_of(rows[0]) if rows else None
    if actor is None:
        return None
    unread = Unread(rows[0].unread_notices, rows[0].unread_messages)
    places = [place_of(row) for row in rows if row.programme_id is not None]
    return Learner(actor, unread, places, rows[0].has_dates)
