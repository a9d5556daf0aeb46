"""What a line of an author's list says and where it leads: for the list itself and for calendars."""

from collections.abc import Mapping
from typing import Any

from lms.domain.content.compiled import Module
from lms.domain.coordination import promises
from lms.domain.coordination.queries.waiting import WaitingItem
from lms.foundation.i18n import gettext as _

_BY_ID = {
    promises.WORK: ("assessment.grade_submission", "submission_id"),
    promises.SECOND_GRADING: ("assessment.grade_submission", "submission_id"),
    promises.MARKING: ("assessment.mark_attempt", "attempt_id"),
    promises.QUESTION: ("messaging.show_conversation", "conversation_id"),
    promises.APPEAL: ("assessment.decide_appeal", "appeal_id"),
    promises.CORRECTION: ("assessment.show_correction", "correction_id"),
    promises.OUTCOME: ("consultations.show_booking", "booking_id"),
}


def place_of(item: WaitingItem) -> tuple[str, dict[str, Any]]:
    """Return the page on which the thing can be done, as its endpoint and values."""
    if item.kind in _BY_ID:
        endpoint, parameter = _BY_ID[item.kind]
        return endpoint, {parameter: item.id}
    if item.kind == promises.TRANSLATION:
        return "coordination.show_translations", {"module": item.module}
    anchor = "review" if item.kind == promises.REVIEW else f"link-{item.id}"
    return "coordination.show_course", {"module": item.module, "_anchor": anchor}


def title_of(item: WaitingItem, revisions: Mapping[int, Module]) -> Mapping[str, str] | None:
    """Return what the thing is called in the revision that it belongs to; some have no title."""
    module = revisions.get(item.revision_id or 0)
    if module is None:
        return None
    find = {
        promises.WORK: module.assignment,
        promises.SECOND_GRADING: module.assignment,
        promises.APPEAL: module.assignment,
        promises.MARKING: module.quiz,
        promises.CORRECTION: module.quiz,
        promises.QUESTION: module.lesson,
    }.get(item.kind)
    found = find(item.what) if find else None
    return found.title if found else None


def kind_words(kind: str) -> str:
    """Say what is to be done, for lists and choices."""
    return {
        promises.WORK: _("Grade work"),
        promises.SECOND_GRADING: _("Second grading"),
        promises.MARKING: _("Mark answers"),
        promises.QUESTION: _("Answer a question"),
        promises.APPEAL: _("Decide an appeal"),
        promises.CORRECTION: _("Mark attempts again"),
        promises.OUTCOME: _("Record a consultation"),
        promises.TRANSLATION: _("Look at translations"),
        promises.LINK: _("Broken link"),
        promises.REVIEW: _("Yearly review"),
    }[kind]
