"""Deeds of assessment: taking quizzes, working on assignments, grading."""

from lms.domain.assessment.service.comments import change_comment, keep_comment, remove_comment
from lms.domain.assessment.service.drafts import (
    Draft,
    NewerElsewhere,
    drop_kept_text,
    get_assignment,
    keep_beside,
    remove_file,
    save_draft,
    swap_kept_text,
)
from lms.domain.assessment.service.grading import (
    AlreadyGraded,
    Judgement,
    grade,
    keep_draft,
    release_drafts,
    return_for_improvement,
)
from lms.domain.assessment.service.quizzes import (
    QuestionsLeft,
    ask_for_hint,
    get_quiz,
    save_answer,
    start_attempt,
    submit_attempt,
)
from lms.domain.assessment.service.submitting import hand_in

__all__ = [
    "AlreadyGraded",
    "Draft",
    "Judgement",
    "NewerElsewhere",
    "QuestionsLeft",
    "ask_for_hint",
    "change_comment",
    "drop_kept_text",
    "get_assignment",
    "get_quiz",
    "grade",
    "hand_in",
    "keep_beside",
    "keep_comment",
    "keep_draft",
    "release_drafts",
    "remove_comment",
    "remove_file",
    "return_for_improvement",
    "save_answer",
    "save_draft",
    "start_attempt",
    "submit_attempt",
    "swap_kept_text",
]
