"""Reading the register: enrolments, standings, records."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, String, and_, bindparam, case, cast, func, select

from lms.domain.catalogue.models import ProgrammeModule
from lms.domain.content.models import Module
from lms.domain.learning.models import Achievement, Enrolment, ProgrammeEnrolment, Reading
from lms.domain.learning.standing import Earned, Standing
from lms.foundation.db import session
from lms.foundation.errors import NotFound

# The standing is read with every lesson page: plain tables, one statement, made once.
_modules, _enrolments = Module.__table__.c, Enrolment.__table__.c
_readings, _achievements = Reading.__table__.c, Achievement.__table__.c


def _number(column: Any) -> Any:
    return func.coalesce(cast(column, String), "")


_READ = (
    select(func.aggregate_strings(_readings.lesson, ","))
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
            ",",
        )
    )
    .where(_achievements.enrolment_id == _enrolments.id)
    .correlate(Enrolment.__table__)
    .scalar_subquery()
)
_STANDING = select(
    _modules.id.label("module_id"),
    _modules.current_revision_id.label("revision_id"),
    _modules.withdrawn_at,
    _enrolments.id.label("enrolment_id"),
    _enrolments.enrolled_at,
    _enrolments.left_at,
    _enrolments.completed_at,
    _enrolments.place_lesson,
    _enrolments.place_block,
    _READ.label("read"),
    _EARNED.label("earned"),
).where(_modules.current_revision_id.is_not(None))
_OF_LEARNER = Module.__table__.outerjoin(
    Enrolment.__table__,
    and_(_enrolments.module_id == _modules.id, _enrolments.learner_id == bindparam("learner_id")),
)
_BY_SLUG = _STANDING.select_from(_OF_LEARNER).where(_modules.slug == bindparam("slug"))
_BY_ENROLMENT = _STANDING.join_from(
    Module.__table__, Enrolment.__table__, _enrolments.module_id == _modules.id
).where(_enrolments.id == bindparam("enrolment_id"))
_ALL_OF_LEARNER = _STANDING.join_from(
    Module.__table__, Enrolment.__table__, _enrolments.module_id == _modules.id
).where(_enrolments.learner_id == bindparam("learner_id"))


def find_standing(learner_id: int, module_slug: str) -> Standing | None:
    """Return how the learner stands in a published module, in one statement; None if there is none."""
    row = session.execute(_BY_SLUG, {"learner_id": learner_id, "slug": module_slug}).one_or_none()
    return _standing(row) if row else None


def get_standing(enrolment_id: int) -> Standing:
    """Return how the enrolment stands now, for the deed that judges it."""
    row = session.execute(_BY_ENROLMENT, {"enrolment_id": enrolment_id}).one_or_none()
    if row is None:
        raise NotFound()
    return _standing(row)


def list_standings(learner_id: int) -> list[Standing]:
    """Return the learner's standing in each module they ever enrolled in, in one statement."""
    return [_standing(row) for row in session.execute(_ALL_OF_LEARNER, {"learner_id": learner_id})]


def find_enrolment(learner_id: int, module_id: int) -> Enrolment | None:
    """Return the learner's place in the module, also one that was left."""
    return session.scalar(select(Enrolment).filter_by(learner_id=learner_id, module_id=module_id))


def find_own_enrolment(learner_id: int, module_slug: str) -> Enrolment | None:
    """Return the learner's place in the module of that address, unless it was left."""
    return session.scalar(
        select(Enrolment)
        .join(Module, Module.id == Enrolment.module_id)
        .where(Module.slug == module_slug, Enrolment.learner_id == learner_id, Enrolment.left_at.is_(None))
    )


def get_enrolment(enrolment_id: int) -> Enrolment:
    """Return the enrolment, or refuse."""
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound()
    return enrolment


def get_enrolment_for_change(enrolment_id: int) -> Enrolment:
    """Return the enrolment as it is now and let other deeds on it wait for this one."""
    enrolment = session.scalar(_fresh(select(Enrolment).filter_by(id=enrolment_id)))
    if enrolment is None:
        raise NotFound()
    return enrolment


def list_enrolments(learner_id: int, module_ids: Iterable[int]) -> list[Enrolment]:
    """Return the learner's places in these modules."""
    return list(
        session.scalars(
            select(Enrolment).where(
                Enrolment.learner_id == learner_id, Enrolment.module_id.in_(list(module_ids))
            )
        )
    )


def find_achievement(enrolment_id: int, requirement_key: str) -> Achievement | None:
    """Return what the register holds about one requirement, as it is now."""
    return session.scalar(
        select(Achievement)
        .filter_by(enrolment_id=enrolment_id, requirement_key=requirement_key)
        .execution_options(populate_existing=True)
    )


def list_earned_keys(module_id: int) -> set[str]:
    """Return the requirements that somebody has met: a new revision may not drop them."""
    return set(
        session.scalars(
            select(Achievement.requirement_key)
            .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
            .where(Enrolment.module_id == module_id, Achievement.is_passed)
            .distinct()
        )
    )


def find_programme_enrolment(learner_id: int, programme_id: int) -> ProgrammeEnrolment | None:
    """Return the learner's place in the programme, also one that was left."""
    return session.scalar(
        select(ProgrammeEnrolment).filter_by(learner_id=learner_id, programme_id=programme_id)
    )


def list_programme_enrolments(learner_id: int) -> list[ProgrammeEnrolment]:
    """Return the learner's places in programmes, also those that were left."""
    return list(session.scalars(select(ProgrammeEnrolment).filter_by(learner_id=learner_id)))


def list_open_programmes_for_change(learner_id: int, module_id: int) -> list[ProgrammeEnrolment]:
    """Return the learner's uncompleted places in programmes that hold the module, for this deed alone."""
    holding = select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == module_id)
    places = select(ProgrammeEnrolment).where(
        ProgrammeEnrolment.learner_id == learner_id,
        ProgrammeEnrolment.completed_at.is_(None),
        ProgrammeEnrolment.programme_id.in_(holding),
    )
    return list(session.scalars(_fresh(places.order_by(ProgrammeEnrolment.id))))


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


def is_open(module_id: int) -> bool:
    """Whether learners can enrol in the module: it is published and not withdrawn."""
    module = session.get(Module, module_id)
    return module is not None and module.current_revision_id is not None and module.withdrawn_at is None


def find_current_revision_id(module_id: int) -> int | None:
    """Return which revision of the module learners see now."""
    return session.scalar(select(Module.current_revision_id).where(Module.id == module_id))


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


def list_readers_of_all(module_id: int, lessons: Iterable[str]) -> list[int]:
    """Return uncompleted enrolments of a module whose learners have read all these lessons."""
    slugs = list(lessons)
    return list(
        session.scalars(
            select(Enrolment.id)
            .join(Reading, Reading.enrolment_id == Enrolment.id)
            .where(
                Enrolment.module_id == module_id,
                Enrolment.completed_at.is_(None),
                Reading.lesson.in_(slugs),
            )
            .group_by(Enrolment.id)
            .having(func.count() == len(slugs))
            .order_by(Enrolment.id)
        )
    )


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


def _fresh(statement: Any) -> Any:
    """Lock the rows until the deed is done, and forget what the session knew of them before."""
    return statement.with_for_update().execution_options(populate_existing=True)


def _standing(row: Any) -> Standing:
    return Standing(
        module_id=row.module_id,
        revision_id=row.revision_id,
        is_withdrawn=row.withdrawn_at is not None,
        enrolment_id=row.enrolment_id,
        enrolled_at=row.enrolled_at,
        left_at=row.left_at,
        completed_at=row.completed_at,
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
