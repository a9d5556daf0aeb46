"""Who answers for a module and when they are away, and who is told when nobody has answered in time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, or_, select, true, union_all

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.domain.messaging.answering import Answerer, Leave
from lms.domain.messaging.models import Absence
from lms.foundation.db import session


def list_answerers(module_id: int, today: date, *, besides: int | None = None) -> list[Answerer]:
    """Return who answers for the module, with their absences from today on, in one statement.

    `besides` is the learner: nobody answers their own question.
    """
    found = list_answerers_of([module_id], today).get(module_id, [])
    return [each for each in found if each.user_id != besides]


def list_answerers_of(module_ids: Collection[int], today: date) -> dict[int, list[Answerer]]:
    """Return who answers for each of these modules, with their absences, in one statement for all."""
    is_author = (Staff.duty == "author", User.standing == "active")
    own = (
        select(Staff.module_id.label("module_id"), Staff.user_id, true().label("is_own"))
        .join(User, User.id == Staff.user_id)
        .where(*is_author, Staff.module_id.in_(module_ids))
    )
    through = (
        select(ProgrammeModule.module_id, Staff.user_id, false())
        .join(Staff, Staff.programme_id == ProgrammeModule.programme_id)
        .join(User, User.id == Staff.user_id)
        .where(*is_author, ProgrammeModule.module_id.in_(module_ids))
    )
    found = union_all(own, through).subquery().c
    rows = session.execute(
        select(
            found.module_id, found.user_id, found.is_own,
            Absence.from_day, Absence.to_day, Absence.substitute_id,
        )
        .outerjoin(Absence, and_(Absence.user_id == found.user_id, Absence.to_day >= today))
        .order_by(found.module_id, found.user_id, Absence.from_day)
    )  # fmt: skip
    by_module: defaultdict[int, list[Any]] = defaultdict(list)
    for module_id, *row in rows:
        by_module[module_id].append(row)
    return {module_id: _with_leaves(each) for module_id, each in by_module.items()}


def _with_leaves(rows: Iterable[Any]) -> list[Answerer]:
    """Make one answerer of the rows of each person, who come as often as they have duties and leaves."""
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
