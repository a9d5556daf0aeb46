"""Deeds of assessment: taking quizzes, working on assignments, grading."""

from lms.domain.assessment.service.annulling import annul
from lms.domain.assessment.service.appeals import (
    grant,
    make_appeal,
    uphold,
    withdraw_appeal,
)
from lms.domain.assessment.service.comments import change_comment, keep_comment, remove_comment
from lms.domain.assessment.service.correcting_marks import correct_marks
from lms.domain.assessment.service.dates import agree_date, plan_date
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
    grade,
    keep_draft,
    release_drafts,
    return_for_improvement,
)
from lms.domain.assessment.service.joining import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from lms.domain.assessment.service.leaving import leave_group, offer_own_draft
from lms.domain.assessment.service.open_answers import AlreadyMarked, Mark, mark_answers, questions_to_mark
from lms.domain.assessment.service.opinions import join_other, stand_by_own
from lms.domain.assessment.service.quizzes import (
    QuestionsLeft,
    ask_for_hint,
    get_quiz,
    save_answer,
    start_attempt,
    submit_attempt,
)
from lms.domain.assessment.service.remarking import (
    leave_results,
    look_at_attempt,
    look_for_corrections,
    lower_results,
    mark_again,
)
from lms.domain.assessment.service.results import AlreadyGraded, Judgement
from lms.domain.assessment.service.submitting import hand_in
from lms.domain.assessment.service.time_limits import (
    Grant,
    TimeIsUp,
    end_overdue,
    extend_time,
    take_extension_back,
)
from lms.domain.assessment.service.uploading import (
    PIECE_BYTES,
    Announced,
    Finished,
    Progress,
    cancel_upload,
    finish_upload,
    start_upload,
    take_piece,
)

__all__ = [
    "PIECE_BYTES",
    "AlreadyGraded",
    "AlreadyMarked",
    "Announced",
    "Draft",
    "Finished",
    "Grant",
    "Judgement",
    "Mark",
    "NewerElsewhere",
    "Progress",
    "QuestionsLeft",
    "TimeIsUp",
    "accept_invitation",
    "agree_date",
    "annul",
    "ask_for_hint",
    "cancel_upload",
    "change_comment",
    "correct_marks",
    "decline_invitation",
    "drop_kept_text",
    "end_overdue",
    "extend_time",
    "finish_upload",
    "get_assignment",
    "get_quiz",
    "grade",
    "grant",
    "hand_in",
    "invite",
    "join_other",
    "keep_beside",
    "keep_comment",
    "keep_draft",
    "leave_group",
    "leave_results",
    "look_at_attempt",
    "look_for_corrections",
    "lower_results",
    "make_appeal",
    "mark_again",
    "mark_answers",
    "offer_own_draft",
    "plan_date",
    "questions_to_mark",
    "release_drafts",
    "remove_comment",
    "remove_file",
    "return_for_improvement",
    "save_answer",
    "save_draft",
    "stand_by_own",
    "start_attempt",
    "start_upload",
    "submit_attempt",
    "swap_kept_text",
    "take_extension_back",
    "take_piece",
    "uphold",
    "withdraw_appeal",
    "withdraw_invitation",
]
