"""The register: what was read, where the reader stopped, what was achieved."""

from dataclasses import replace

from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.learning import queries, rules
from lms.domain.learning.models import Achievement, Reading
from lms.domain.learning.service import completing
from lms.domain.learning.standing import Standing
from lms.foundation import clock, db
from lms.foundation.errors import Conflict, NotFound
from lms.foundation.i18n import gettext as _


def mark_read(actor: Actor, module: str, lesson: str, language: str) -> tuple[Standing, Standing]:
    """Enter that the learner has read a lesson, once; return how they stood and how they stand."""
    return _enter_reading(_hold(actor, module, lesson, None, language), lesson, language)


def keep_place(actor: Actor, module: str, lesson: str, block: str | None, language: str) -> None:
    """Remember where the learner stopped, for any other device."""
    _hold(actor, module, lesson, block, language)


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


def withdraw_achievement(enrolment_id: int, requirement_key: str, *, source: str) -> None:
    """Take out of the register a result that a person has annulled, if it is what stands there.

    Only a person's decision may lower a standing. Completion, once reached, stays.
    """
    queries.get_enrolment_for_change(enrolment_id)
    entry = queries.find_achievement(enrolment_id, requirement_key)
    if entry is not None and entry.source == source:
        db.session.delete(entry)
        db.session.flush()


def _hold(actor: Actor, module: str, lesson: str, block: str | None, language: str) -> int:
    """Move the learner's own place and hold it for this deed; return the enrolment."""
    held = queries.move_to(actor.id, module, lesson=lesson, block=block, language=language, now=clock.now())
    if held is None:
        if queries.find_standing(actor.id, module) is None:
            raise NotFound()
        raise Conflict(_("Please enrol in the module first."))
    return held


def _enter_reading(enrolment_id: int, lesson: str, language: str) -> tuple[Standing, Standing]:
    """Enter the reading in an enrolment that this deed holds; return the standing before and after."""
    before = queries.get_standing(enrolment_id)
    module = content.get_revision(before.revision_id)
    if module.lesson(lesson) is None:
        raise NotFound()
    if lesson in before.read:
        return before, before
    db.insert_once(
        Reading,
        enrolment_id=enrolment_id,
        lesson=lesson,
        read_at=clock.now(),
        revision_id=before.revision_id,
        language=language,
    )
    after = replace(before, read=before.read | {lesson})
    if not rules.has_read_all(module, after.read):
        return before, after
    completing.settle(queries.get_enrolment_for_change(enrolment_id), language)
    return before, queries.get_standing(enrolment_id)
