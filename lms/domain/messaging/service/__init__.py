"""Deeds of consultation. Whatever was sent is kept."""

from lms.domain.messaging.service.absences import enter_absence, pass_on_questions, remove_absence
from lms.domain.messaging.service.conversing import Question, ask, close, reply, settle
from lms.domain.messaging.service.editing import edit_message
from lms.domain.messaging.service.lateness import tell_of_late_answers
from lms.domain.messaging.service.owning import hand_over, take

__all__ = [
    "Question",
    "ask",
    "close",
    "edit_message",
    "enter_absence",
    "hand_over",
    "pass_on_questions",
    "remove_absence",
    "reply",
    "settle",
    "take",
    "tell_of_late_answers",
]
