"""Places in programmes, and the modules that belong to them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, bindparam, cast, func, literal_column, select

from lms.domain.catalogue.models import Programme, ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.learning.models import Enrolment, ProgrammeEnrolment
from lms.foundation.db import session


def find_programme_enrolment(learner_id: int, programme_id: int) -> ProgrammeEnrolment | None:
    """Return the learner's place in the programme, also one that was left."""
    return session.scalar(
        select(ProgrammeEnrolment).filter_by(learner_id=learner_id, programme_id=programme_id)
    )


class ProgrammePlace(NamedTuple):
    """A learner's place in a programme, with its modules in order."""

    programme_id: int
    slug: str
    title: dict[str, str]
    is_withdrawn: bool
    left_at: datetime | None
    completed_at: datetime | None
    module_ids: list[int]


_programmes, _places = Programme.__table__.c, ProgrammeEnrolment.__table__.c
_modules = ProgrammeModule.__table__.c
# Written into the statement: values of their own would have it rewritten each time it is asked.
_COLON: Any = literal_column("':'")
_COMMA: Any = literal_column("','")
# One row for each programme, not for each module: My learning asks with every opening.
_MODULES_BY_PLACE = (
    select(
        func.aggregate_strings(
            cast(_modules.place, String) + _COLON + cast(_modules.module_id, String), _COMMA
        )
    )
    .where(_modules.programme_id == _programmes.id)
    .correlate(Programme.__table__)
    .scalar_subquery()
)
# Rooms above add these to a statement of theirs, so that one serves a whole page.
PROGRAMME_PLACE: Any = (
    _programmes.id.label("programme_id"),
    _programmes.slug,
    _programmes.title,
    _programmes.withdrawn_at,
    _places.left_at,
    _places.completed_at,
    _MODULES_BY_PLACE.label("modules"),
)
IN_ORDER = (_programmes.place, _programmes.slug)
_PLACES = (
    select(*PROGRAMME_PLACE)
    .select_from(ProgrammeEnrolment.__table__)
    .join(Programme.__table__, _programmes.id == _places.programme_id)
    .where(_places.learner_id == bindparam("learner_id"))
    .order_by(*IN_ORDER)
)


def list_programme_places(learner_id: int) -> list[ProgrammePlace]:
    """Return the learner's places in programmes, also those that were left, in one statement."""
    return [place_of(row) for row in session.execute(_PLACES, {"learner_id": learner_id})]


def place_of(row: Any) -> ProgrammePlace:
    """Return the place that such a row describes."""
    return ProgrammePlace(
        row.programme_id,
        row.slug,
        row.title,
        row.withdrawn_at is not None,
        row.left_at,
        row.completed_at,
        _in_their_places(row.modules),
    )


def _in_their_places(text: str | None) -> list[int]:
    """Read `2:17,1:4` into the modules of a programme in order: 4, 17."""
    placed = [part.split(":") for part in text.split(",")] if text else []
    return [module_id for _place, module_id in sorted((int(place), int(each)) for place, each in placed)]


def list_open_programmes_for_change(learner_id: int, module_id: int) -> list[ProgrammeEnrolment]:
    """Return the learner's uncompleted places in programmes that hold the module, for this deed alone."""
    holding = select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == module_id)
    places = select(ProgrammeEnrolment).where(
        ProgrammeEnrolment.learner_id == learner_id,
        ProgrammeEnrolment.completed_at.is_(None),
        ProgrammeEnrolment.programme_id.in_(holding),
    )
    places = places.order_by(ProgrammeEnrolment.id).with_for_update()
    return list(session.scalars(places.execution_options(populate_existing=True)))


def list_unfinished_programme_places(module_id: int) -> list[ProgrammeEnrolment]:
    """Return places in programmes that hold the module, of learners who have completed something of them."""
    holding = select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == module_id)
    has_completed_one = (
        select(Enrolment.id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Enrolment.module_id)
        .where(
            Enrolment.learner_id == ProgrammeEnrolment.learner_id,
            Enrolment.completed_at.is_not(None),
            ProgrammeModule.programme_id == ProgrammeEnrolment.programme_id,
        )
        .exists()
    )
    places = (
        select(ProgrammeEnrolment)
        .where(
            ProgrammeEnrolment.programme_id.in_(holding),
            ProgrammeEnrolment.left_at.is_(None),
            ProgrammeEnrolment.completed_at.is_(None),
            has_completed_one,
        )
        .order_by(ProgrammeEnrolment.id)
        .with_for_update()
    )
    return list(session.scalars(places.execution_options(populate_existing=True)))


def count_missing_modules(learner_id: int, programme_id: int) -> int:
    """Count the modules of a programme, withdrawn ones left out, that the learner has not completed."""
    completed = select(Enrolment.module_id).where(
        Enrolment.learner_id == learner_id, Enrolment.completed_at.is_not(None)
    )
    missing = _open_modules_of(programme_id).where(Module.id.not_in(completed))
    return session.scalar(select(func.count()).select_from(missing.subquery())) or 0


def list_open_module_ids(programme_id: int) -> list[int]:
    """Return the programme's modules that are published and not withdrawn, in order."""
    return list(session.scalars(_open_modules_of(programme_id).order_by(ProgrammeModule.place)))


def list_missing_enrolments(programme_id: int) -> list[tuple[int, int]]:
    """Return (learner, module) for learners of a programme who have no place yet in one of its modules."""
    rows = session.execute(
        select(ProgrammeEnrolment.learner_id, ProgrammeModule.module_id)
        .join(ProgrammeModule, ProgrammeModule.programme_id == ProgrammeEnrolment.programme_id)
        .outerjoin(
            Enrolment,
            and_(
                Enrolment.learner_id == ProgrammeEnrolment.learner_id,
                Enrolment.module_id == ProgrammeModule.module_id,
            ),
        )
        .where(
            ProgrammeEnrolment.programme_id == programme_id,
            ProgrammeEnrolment.left_at.is_(None),
            Enrolment.id.is_(None),
        )
    )
    return [(row[0], row[1]) for row in rows]


def is_in_programme_with(learner_id: int, module_id: int, *, besides: int | None = None) -> bool:
    """Whether the learner is in a programme (another than `besides`) that holds the module."""
    places = (
        select(ProgrammeEnrolment.id)
        .join(ProgrammeModule, ProgrammeModule.programme_id == ProgrammeEnrolment.programme_id)
        .where(
            ProgrammeEnrolment.learner_id == learner_id,
            ProgrammeEnrolment.left_at.is_(None),
            ProgrammeModule.module_id == module_id,
        )
    )
    if besides is not None:
        places = places.where(ProgrammeEnrolment.programme_id != besides)
    return session.scalar(places.limit(1)) is not None


def _open_modules_of(programme_id: int) -> Select[int]:
    return (
        select(Module.id)
        .join(ProgrammeModule, ProgrammeModule.module_id == Module.id)
        .where(
            ProgrammeModule.programme_id == programme_id,
            Module.withdrawn_at.is_(None),
            Module.current_revision_id.is_not(None),
        )
    )
