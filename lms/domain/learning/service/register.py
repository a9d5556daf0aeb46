"""The register: what was read, where the reader stopped, what was achieved."""

from dataclasses import replace

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.learning import queries, rules
from lms.domain.learning.models import Achievement, Enrolment, Reading
from lms.domain.learning.service import completing
from lms.domain.learning.standing import Standing
from lms.foundation import clock, db
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.i18n import gettext as _


def mark_read(actor: Actor, enrolment: Enrolment, lesson: str, language: str) -> Standing:
    """Enter that the learner has read a lesson, once; return how they stand now."""
    _check_is_own(actor, enrolment)
    _move_to(enrolment, lesson, None, language)  # Also makes other deeds on the enrolment wait.
    standing = queries.get_standing(enrolment.id)
    module = content.get_revision(standing.revision_id)
    if lesson not in {each.slug for each in module.lessons}:
        raise NotFound()
    if lesson in standing.read:
        return standing
    db.insert_once(
        Reading,
        enrolment_id=enrolment.id,
        lesson=lesson,
        read_at=clock.now(),
        revision_id=standing.revision_id,
        language=language,
    )
    standing = replace(standing, read=standing.read | {lesson})
    if not rules.has_read_all(module, standing.read):
        return standing
    completing.settle(enrolment, language)
    return queries.get_standing(enrolment.id)


def keep_place(actor: Actor, enrolment: Enrolment, lesson: str, block: str | None, language: str) -> None:
    """Remember where the learner stopped, for any other device."""
    _check_is_own(actor, enrolment)
    _move_to(enrolment, lesson, block, language)


def record_achievement(
    enrolment_id: int,
    requirement_key: str,
    *,
    score: int | None,
    max_score: int | None,
    is_passed: bool,
    language: str,
    revision_id: int,
    source: str,
) -> None:
    """Enter a result in the register; complete the module if it was the last.

    Rooms above call this; the register does not know what a quiz or an assignment
    is. A result only ever raises what stands there.
    """
    enrolment = queries.get_enrolment_for_change(enrolment_id)
    enrolment.started_at = enrolment.started_at or clock.now()
    entry = queries.find_achievement(enrolment_id, requirement_key)
    if entry is None:
        entry = Achievement(enrolment_id=enrolment_id, requirement_key=requirement_key)
        db.session.add(entry)
    elif not rules.is_better((is_passed, score, max_score), (entry.is_passed, entry.score, entry.max_score)):
        return
    entry.score, entry.max_score, entry.is_passed = score, max_score, is_passed
    entry.achieved_at = clock.now()
    entry.revision_id, entry.language, entry.source = revision_id, language, source
    if is_passed:
        completing.settle(enrolment, language)


def _check_is_own(actor: Actor, enrolment: Enrolment) -> None:
    if enrolment.learner_id != actor.id:
        raise NotFound()
    if enrolment.left_at is not None:
        raise Conflict(_("Please enrol in the module first."))


def _move_to(enrolment: Enrolment, lesson: str, block: str | None, language: str) -> None:
    now = clock.now()
    enrolment.started_at = enrolment.started_at or now
    enrolment.place_lesson, enrolment.place_block = lesson, block
    enrolment.place_language, enrolment.place_at = language, now
    db.session.flush()
