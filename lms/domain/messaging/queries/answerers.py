"""Who answers for a module and when they are away, and who is told when nobody has answered in time."""

from collections import defaultdict
from datetime import date

from sqlalchemy import Select, and_, or_, select

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.messaging.answering import Answerer, Leave
from lms.domain.messaging.models import Absence
from lms.foundation.db import session


def list_answerers(module_id: int, today: date, *, besides: int | None = None) -> list[Answerer]:
    """Return who answers for the module, with their absences from today on, in one statement.

    `besides` is the learner: nobody answers their own question.
    """
    is_own = Staff.module_id.is_not(None)
    rows = session.execute(
        select(Staff.user_id, is_own, Absence.from_day, Absence.to_day, Absence.substitute_id)
        .join(User, User.id == Staff.user_id)
        .outerjoin(Absence, and_(Absence.user_id == Staff.user_id, Absence.to_day >= today))
        .where(
            Staff.duty == "author",
            User.standing == "active",
            Staff.user_id != (besides or 0),
            or_(Staff.module_id == module_id, Staff.programme_id.in_(_programmes_of(module_id))),
        )
        .order_by(Staff.user_id, Absence.from_day)
    )
    own: set[int] = set()
    leaves: defaultdict[int, dict[Leave, None]] = defaultdict(dict)
    for user_id, is_own_author, from_day, to_day, substitute_id in rows:
        if is_own_author:
            own.add(user_id)
        known = leaves[user_id]
        if from_day is not None:
            known[Leave(from_day, to_day, substitute_id)] = None
    return [Answerer(user_id, user_id in own, tuple(each)) for user_id, each in leaves.items()]


def list_told_of_lateness(module_id: int) -> dict[int, str]:
    """Return the authors and coordinators of the module's programmes, each with what they are there.

    A module outside all programmes has only its own authors, who are told again.
    """
    is_of_programme = Staff.programme_id.is_not(None)
    rows = session.execute(
        select(Staff.user_id, Staff.duty, is_of_programme.label("is_of_programme"))
        .where(or_(Staff.programme_id.in_(_programmes_of(module_id)), Staff.module_id == module_id))
        .order_by(Staff.duty.desc())  # who is both is told as an author, who can do something about it
    ).all()
    of_programme = {row.user_id: row.duty for row in rows if row.is_of_programme}
    return of_programme or {row.user_id: row.duty for row in rows if row.duty == "author"}


def _programmes_of(module_id: int) -> Select[int]:
    return select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == module_id)
