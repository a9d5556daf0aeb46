"""Who answers for programmes and modules."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import Select, bindparam, or_, select, union

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.catalogue.models import Programme, ProgrammeModule, Staff
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound

_staff, _users, _places = Staff.__table__.c, User.__table__.c, ProgrammeModule.__table__.c
# Asked with each work that is handed in, so made once.
_AUTHORS = (
    select(_staff.user_id)
    .join_from(Staff.__table__, User.__table__, _users.id == _staff.user_id)
    .where(
        _staff.duty == "author",
        _users.standing == "active",
        or_(
            _staff.module_id == bindparam("module_id"),
            _staff.programme_id.in_(
                select(_places.programme_id).where(_places.module_id == bindparam("module_id"))
            ),
        ),
    )
    .distinct()
    .order_by(_staff.user_id)
)


class StaffLine(NamedTuple):
    """One duty as the administrator's page lists it; exactly one of programme and module is given."""

    id: int
    duty: str
    user_id: int
    name: str
    email: str
    is_active: bool
    programme: str | None
    module: str | None


class ModuleAuthor(NamedTuple):
    """Somebody who answers for a module, as learners are shown them."""

    id: int
    name: str


def list_author_ids(module_id: int) -> list[int]:
    """Return the active people who answer for the module, by itself or through a programme."""
    return list(session.scalars(_AUTHORS, {"module_id": module_id}))


def list_module_authors() -> dict[int, list[ModuleAuthor]]:
    """Return the active authors of every module, in order of their names, in one statement.

    Who answers for a module by itself and through its programme stands there once.
    """
    who = (User.id, User.name, User.sort_key)
    active = (Staff.duty == "author", User.standing == "active")
    own = (
        select(Staff.module_id.label("module_id"), *who)
        .join(User, User.id == Staff.user_id)
        .where(Staff.module_id.is_not(None), *active)
    )
    through = (
        select(ProgrammeModule.module_id, *who)
        .select_from(Staff)
        .join(ProgrammeModule, ProgrammeModule.programme_id == Staff.programme_id)
        .join(User, User.id == Staff.user_id)
        .where(*active)
    )
    found = union(own, through).subquery().c
    rows = session.execute(select(found.module_id, found.id, found.name).order_by(found.sort_key, found.id))
    authors: defaultdict[int, list[ModuleAuthor]] = defaultdict(list)
    for module_id, user_id, name in rows:
        authors[module_id].append(ModuleAuthor(user_id, name))
    return dict(authors)


def answers_for(actor: Actor, module_id: int) -> bool:
    """Whether the person teaches the module: is its author, or the author of a programme that holds it."""
    if module_id in actor.authored_modules:
        return True
    if not actor.authored_programmes:
        return False
    return session.scalar(_modules_in(actor.authored_programmes).filter_by(module_id=module_id)) is not None


def authored_module_ids(actor: Actor) -> set[int]:
    """Return all modules that the person answers for as an author, in one statement."""
    if not actor.authored_programmes:
        return set(actor.authored_modules)
    return {*actor.authored_modules, *session.scalars(_modules_in(actor.authored_programmes))}


def list_staff() -> list[StaffLine]:
    """Return every duty, by programme or module and then by name, for the administrator."""
    rows = session.execute(
        select(
            Staff.id,
            Staff.duty,
            Staff.user_id,
            User.name,
            User.email,
            (User.standing == "active").label("is_active"),
            Programme.slug.label("programme"),
            Module.slug.label("module"),
        )
        .join(User, User.id == Staff.user_id)
        .outerjoin(Programme, Programme.id == Staff.programme_id)
        .outerjoin(Module, Module.id == Staff.module_id)
        .order_by(Programme.place, Programme.slug, Module.slug, Staff.duty, User.sort_key, Staff.id)
    )
    return [StaffLine(*row) for row in rows]


def find_duty(
    user_id: int, duty: str, *, programme_id: int | None = None, module_id: int | None = None
) -> Staff | None:
    """Return the person's duty for that programme or module, if they have it."""
    return session.scalar(
        select(Staff).where(
            Staff.user_id == user_id,
            Staff.duty == duty,
            Staff.programme_id == programme_id,
            Staff.module_id == module_id,
        )
    )


def get_duty(staff_id: int) -> Staff:
    """Return one duty, or refuse."""
    row = session.get(Staff, staff_id)
    if row is None:
        raise NotFound()
    return row


def _modules_in(programme_ids: frozenset[int]) -> Select[int]:
    return select(ProgrammeModule.module_id).where(ProgrammeModule.programme_id.in_(programme_ids))
