"""Deeds of learning: enrolling, leaving and returning, reading, the register, notes of one's own."""

from lms.domain.learning.service.completing import settle_after_publishing, settle_after_withdrawal
from lms.domain.learning.service.correcting import (
    Result,
    lower_results,
    raise_results,
)
from lms.domain.learning.service.enrolling import (
    enrol_in_module,
    enrol_in_programme,
    enrol_learners_of_programme,
    ensure_enrolment,
    leave_module,
    leave_programme,
)
from lms.domain.learning.service.notes import NotePlace, delete_note, highlight, keep_note
from lms.domain.learning.service.planning import drop_plan, pause_plan, resume_plan, save_plan
from lms.domain.learning.service.rating import rate_oneself
from lms.domain.learning.service.register import (
    keep_place,
    mark_read,
    record_achievement,
    withdraw_achievement,
)

__all__ = [
    "NotePlace",
    "Result",
    "delete_note",
    "drop_plan",
    "enrol_in_module",
    "enrol_in_programme",
    "enrol_learners_of_programme",
    "ensure_enrolment",
    "highlight",
    "keep_note",
    "keep_place",
    "leave_module",
    "leave_programme",
    "lower_results",
    "mark_read",
    "pause_plan",
    "raise_results",
    "rate_oneself",
    "record_achievement",
    "resume_plan",
    "save_plan",
    "settle_after_publishing",
    "settle_after_withdrawal",
    "withdraw_achievement",
]
