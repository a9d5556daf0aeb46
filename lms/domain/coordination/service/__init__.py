"""Deeds of coordination: inviting and reminding people; keeping what the courses ask of their authors."""

from lms.domain.coordination.service.course_health import look_over, look_over_courses, note_withdrawal
from lms.domain.coordination.service.invitations import (
    accept_invitation,
    invite_again,
    invite_people,
    note_arrival,
    record_export,
    withdraw_invitation,
)
from lms.domain.coordination.service.links import accept_link, check_some_links
from lms.domain.coordination.service.reminders import (
    Picked,
    Refused,
    refusal_words,
    remind_people,
    sort_candidates,
)

__all__ = [
    "Picked",
    "Refused",
    "accept_invitation",
    "accept_link",
    "check_some_links",
    "invite_again",
    "invite_people",
    "look_over",
    "look_over_courses",
    "note_arrival",
    "note_withdrawal",
    "record_export",
    "refusal_words",
    "remind_people",
    "sort_candidates",
    "withdraw_invitation",
]
