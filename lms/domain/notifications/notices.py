"""Everything that the platform ever tells anyone, one row each.

A row's `kind` names its templates, templates/email/<kind>/; the subject there is also
the sentence in the app. No other code sends mail. What is told stands in the app and goes
out by mail, by default as its topic says (see `topics`); where it is not `is_in_app` it goes
by mail alone, and what is `is_urgent` leaves at any hour.
"""

from collections.abc import Mapping

from lms.domain.assessment.events import (
    AnswersReceived,
    AppealDecided,
    AppealMade,
    AttemptMarked,
    DateAgreed,
    GraderMissing,
    GradingAnnulled,
    GroupChanged,
    GroupInvited,
    ResultsRemarked,
    SubmissionGraded,
    SubmissionReceived,
    TimeExtended,
)
from lms.domain.catalogue.events import PageRemarked
from lms.domain.consultations.events import (
    ConsultationBooked,
    ConsultationCancelled,
    ConsultationChanged,
    ConsultationNear,
    ConsultationRecorded,
)
from lms.domain.coordination.events import LearnerReminded, PersonInvited
from lms.domain.learning.events import LearnerRemindedOfPlan, ModuleCompleted
from lms.domain.messaging.events import AnswersLate, MessagePosted, QuestionHandedOver
from lms.domain.notifications import consultation_letters as letters
from lms.domain.notifications.kinds import NoticeKind as Kind
from lms.domain.notifications.subjects import consultations as talks
from lms.domain.notifications.subjects import (
    dates,
    grading,
    groups,
    learning,
    office,
    questions,
    quizzes,
    reminders,
)
from lms.domain.notifications.subjects.accounts import account_letter

# fmt: off
# It stays a table: one line for each kind, or one and a half.
NOTICES: tuple[Kind, ...] = (
    # kind, topic, what happened, who is told of what, where it leads
    Kind("message-posted", "messages", MessagePosted,
         questions.message_posted, questions.to_conversation, gathers=True),
    Kind("question-handed-over", "messages", QuestionHandedOver,
         questions.handed_over, questions.to_conversation),
    Kind("answers-late", "messages", AnswersLate, questions.answers_late, questions.to_late_answers),
    Kind("submission-received", "work", SubmissionReceived, grading.submission_received, grading.to_grading),
    Kind("submission-graded", "results", SubmissionGraded, grading.submission_graded, grading.to_assignment),
    Kind("group-invited", "groups", GroupInvited, groups.invited, groups.to_group),
    Kind("group-changed", "groups", GroupChanged, groups.changed, groups.to_group),
    Kind("group-handed-in", "groups", SubmissionReceived, groups.handed_in, groups.to_receipt),
    Kind("date-agreed", "dates", DateAgreed, dates.date_agreed, grading.to_assignment),
    Kind("consultation-booked", "dates", ConsultationBooked,
         talks.booked, talks.to_booking, invitation=letters.invite),
    Kind("consultation-changed", "dates", ConsultationChanged,
         talks.changed, talks.to_booking, invitation=letters.invite, outdates=("consultation-near",)),
    Kind("consultation-cancelled", "dates", ConsultationCancelled,
         talks.cancelled, talks.to_booking, invitation=letters.call_off, outdates=("consultation-near",)),
    Kind("consultation-near", "dates", ConsultationNear,
         talks.near, talks.to_booking, is_over=talks.has_begun),
    Kind("consultation-recorded", "messages", ConsultationRecorded, talks.recorded, talks.to_booking),
    Kind("answers-received", "work", AnswersReceived, quizzes.answers_received, quizzes.to_marking),
    Kind("attempt-marked", "results", AttemptMarked, quizzes.attempt_marked, quizzes.to_attempt),
    Kind("result-corrected", "results", ResultsRemarked, quizzes.results_remarked, quizzes.to_attempt),
    Kind("time-extended", "dates", TimeExtended, quizzes.time_extended, quizzes.to_quiz),
    Kind("grading-annulled", "results", GradingAnnulled, grading.grading_annulled, grading.to_assignment),
    Kind("appeal-made", "work", AppealMade, grading.appeal_made, grading.to_appeal),
    Kind("appeal-decided", "results", AppealDecided, grading.appeal_decided, grading.to_assignment),
    Kind("grader-missing", "work", GraderMissing, grading.grader_missing, grading.to_staff),
    Kind("module-completed", "results", ModuleCompleted, learning.module_completed, learning.to_record,
         joins=("submission-graded", "attempt-marked", "result-corrected")),
    Kind("page-remarked", "other", PageRemarked, office.page_remarked, office.to_remarks),
    Kind("study-reminder", "plan", LearnerRemindedOfPlan, learning.reminded_of_plan, learning.to_next_step),
    Kind("learner-reminded", "reminders", LearnerReminded, reminders.learner_reminded, learning.to_next_step),
    Kind("invitation-sent", "other", PersonInvited,
         office.person_invited, office.to_invitation, is_in_app=False),
    account_letter("confirm-address", "accounts.confirm_sign_up", has_key=True),
    account_letter("address-taken", "accounts.sign_in"),
    account_letter("reset-password", "accounts.new_password", has_key=True),
    account_letter("password-changed", "accounts.password"),
    account_letter("confirm-new-address", "accounts.confirm_new_address", has_key=True),
    account_letter("changed-address", "catalogue.contact"),
)
# fmt: on
KINDS: Mapping[str, Kind] = {notice.kind: notice for notice in NOTICES}
