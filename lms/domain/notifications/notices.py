"""Everything that the platform ever tells anyone, one row each.

A row's `kind` names its templates, templates/email/<kind>/; the subject there is also
the sentence in the app. No other code sends mail.
"""

from collections.abc import Callable, Mapping

from lms.domain.accounts import queries as accounts
from lms.domain.accounts.events import LetterRequested
from lms.domain.assessment.events import (
    AnswersReceived,
    AppealDecided,
    AppealMade,
    AttemptMarked,
    GraderMissing,
    GradingAnnulled,
    ResultsRemarked,
    SubmissionGraded,
    SubmissionReceived,
    TimeExtended,
)
from lms.domain.catalogue import queries as catalogue
from lms.domain.catalogue.events import PageRemarked
from lms.domain.coordination.events import PersonInvited
from lms.domain.learning.events import LearnerRemindedOfPlan, ModuleCompleted
from lms.domain.messaging.events import MessagePosted
from lms.domain.notifications.consultation_notices import CONSULTATION_NOTICES
from lms.domain.notifications.date_notices import DATE_NOTICES
from lms.domain.notifications.group_notices import GROUP_NOTICES
from lms.domain.notifications.kinds import About, NoticeKind, Told, Way
from lms.domain.notifications.queries import told, told_of_grading, told_of_quizzes
from lms.domain.notifications.question_notices import QUESTION_NOTICES
from lms.foundation import signing


def _message_posted(event: MessagePosted) -> Told:
    return Told(
        recipients=event.told_ids,
        sender_id=event.sender_id,
        subject=f"conversation:{event.conversation_id}",
        occasion=f"message-posted:{event.message_id}",
        about={
            **told.describe_message(event.message_id, event.conversation_id),
            "is_from_learner": event.is_from_learner,
        },
    )


def _submission_received(event: SubmissionReceived) -> Told:
    authors = catalogue.list_author_ids(event.module_id)
    return Told(
        recipients=[each for each in authors if each not in event.learner_ids],
        sender_id=event.learner_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"submission-received:{event.version_id}",
        about=told.describe_version(event.version_id),
    )


def _submission_graded(event: SubmissionGraded) -> Told:
    return Told(
        recipients=event.learner_ids,
        sender_id=event.grader_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"submission-graded:{event.grading_id}",
        about={**told.describe_grading(event.grading_id), "outcome": event.outcome},
    )


def _answers_received(event: AnswersReceived) -> Told:
    authors = catalogue.list_author_ids(event.module_id)
    return Told(
        recipients=[each for each in authors if each != event.learner_id],
        sender_id=event.learner_id,
        subject=f"attempt:{event.attempt_id}",
        occasion=f"answers-received:{event.attempt_id}",
        about=told_of_quizzes.describe_attempt(event.attempt_id),
    )


def _attempt_marked(event: AttemptMarked) -> Told:
    return Told(
        recipients=[event.learner_id],
        sender_id=event.marker_id,
        subject=f"attempt:{event.attempt_id}",
        occasion=f"attempt-marked:{event.attempt_id}",
        about=told_of_quizzes.describe_attempt(event.attempt_id),
    )


def _results_remarked(event: ResultsRemarked) -> Told | None:
    about, sender_id, numbers = told_of_quizzes.describe_remarkings(event.remarking_ids)
    return Told(
        recipients=sorted(numbers),
        sender_id=sender_id,
        subject=f"correction:{event.correction_id}" if event.correction_id else f"attempt:{event.attempt_id}",
        occasion=f"result-corrected:{event.correction_id or 'mark'}:{max(event.remarking_ids)}",
        about={**about, "outcome": event.outcome, **({} if event.correction_id else {"is_by_marker": True})},
        about_each={learner_id: {"number": number} for learner_id, number in numbers.items()},
    )


def _time_extended(event: TimeExtended) -> Told:
    granted_at, about = told_of_quizzes.describe_extension(event.extension_id)
    return Told(
        recipients=[event.learner_id],
        sender_id=event.granted_by_id,
        subject=f"time-extension:{event.extension_id}",
        occasion=f"time-extended:{event.extension_id}:{granted_at.isoformat()}",
        about=about,
    )


def _grading_annulled(event: GradingAnnulled) -> Told:
    return Told(
        recipients=event.learner_ids,
        sender_id=event.grader_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"grading-annulled:{event.grading_id}",
        about=told.describe_grading(event.grading_id),
    )


def _appeal_made(event: AppealMade) -> Told:
    return Told(
        recipients=event.decider_ids,
        sender_id=event.learner_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"appeal-made:{event.appeal_id}",
        about=told_of_grading.describe_appeal(event.appeal_id),
    )


def _appeal_decided(event: AppealDecided) -> Told:
    return Told(
        recipients=event.learner_ids,
        sender_id=event.decided_by_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"appeal-decided:{event.appeal_id}",
        about=told_of_grading.describe_appeal(event.appeal_id),
    )


def _grader_missing(event: GraderMissing) -> Told:
    judged_by = "-".join(map(str, event.judged_by))
    return Told(
        recipients=accounts.list_administrator_ids(),
        subject=f"submission:{event.submission_id}",
        occasion=f"grader-missing:{event.submission_id}:{judged_by}",
        about=told_of_grading.describe_work(event.submission_id),
    )


def _module_completed(event: ModuleCompleted) -> Told:
    about, completed_at = told.describe_completion(event.enrolment_id)
    return Told(
        recipients=[event.learner_id],
        subject=f"enrolment:{event.enrolment_id}",
        occasion=f"module-completed:{event.enrolment_id}",
        about=about,
        of_deed_since=completed_at,
    )


def _reminded_of_plan(event: LearnerRemindedOfPlan) -> Told | None:
    about = told.describe_next_step(event.learner_id)
    if about is None:  # Nothing is left that the learner could do.
        return None
    return Told(
        recipients=[event.learner_id],
        subject=f"study-plan:{event.learner_id}",
        occasion=f"study-reminder:{event.learner_id}:{event.on.isoformat()}",
        about={**about, "has_rested": event.has_rested},
    )


def _person_invited(event: PersonInvited) -> Told:
    invited = told.describe_invitation(event.invitation_id)
    return Told(
        sender_id=invited.invited_by_id,
        subject=f"invitation:{event.invitation_id}",
        occasion=f"invitation-sent:{event.invitation_id}:{event.round}",
        address=invited.address,
        language=invited.language,
        about=invited.about,
    )


def _page_remarked(event: PageRemarked) -> Told:
    author_id, about = told.describe_remark(event.remark_id)
    return Told(
        recipients=[each for each in accounts.list_administrator_ids() if each != author_id],
        sender_id=author_id,
        subject=f"remark:{event.remark_id}",
        occasion=f"page-remarked:{event.remark_id}",
        about=about,
    )


def _letter_of(kind: str) -> Callable[[LetterRequested], Told | None]:
    def tell(event: LetterRequested) -> Told | None:
        if event.kind != kind:
            return None
        return Told(
            recipients=[event.user_id],
            subject=f"user:{event.user_id}",
            occasion=event.occasion,
            address=event.address,
            language=event.language,
            about={"token_id": event.token_id} if event.token_id else {},
        )

    return tell


def _account_letter(kind: str, endpoint: str, *, has_key: bool = False) -> NoticeKind:
    """A letter that somebody has just asked for, or that warns them: it leaves at once, and only by mail."""

    def leads_to(about: About) -> Way | None:
        if not has_key:
            return endpoint, {}
        key = accounts.get_letter_key(about["token_id"])
        return (endpoint, {"token": key}) if key else None

    return NoticeKind(
        kind=kind,
        when=LetterRequested,
        tell=_letter_of(kind),
        leads_to=leads_to,
        is_urgent=True,
        is_in_app=False,
    )


def _to_conversation(about: About) -> Way:
    return "messaging.show_conversation", {"conversation_id": about["conversation_id"]}


def _to_grading(about: About) -> Way:
    return "assessment.grade_submission", {"submission_id": about["submission_id"]}


def _to_feedback(about: About) -> Way:
    return "assessment.show_assignment", {"module": about["module"], "assignment": about["assignment"]}


def _to_marking(about: About) -> Way:
    return "assessment.mark_attempt", {"attempt_id": about["attempt_id"]}


def _to_attempt(about: About) -> Way:
    return "assessment.show_quiz", {
        "module": about["module"],
        "quiz": about["quiz"],
        "attempt": about["number"],
    }


def _to_quiz(about: About) -> Way:
    return "assessment.show_quiz", {"module": about["module"], "quiz": about["quiz"]}


def _to_appeal(about: About) -> Way:
    return "assessment.decide_appeal", {"appeal_id": about["appeal_id"]}


def _to_staff(_about: About) -> Way:
    return "catalogue.admin_staff", {}


def _to_record(_about: About) -> Way:
    return "learning.my_record", {}


def _to_remarks(about: About) -> Way:
    return "catalogue.list_remarks", {"_anchor": f"remark-{about['remark_id']}"}


def _to_next_step(about: About) -> Way:
    if about["kind"] == "read":
        return "learning.show_lesson", {"module": about["module"], "lesson": about["subject"]}
    return "catalogue.show_module", {"module": about["module"]}


def _to_invitation(about: About) -> Way | None:
    if not told.is_invitation_open(about["invitation_id"]):
        return None
    return "coordination.show_invitation", {"key": signing.seal("invitation", about["invitation_id"])}


NOTICES: tuple[NoticeKind, ...] = (
    NoticeKind(
        kind="message-posted",
        topic="messages",
        when=MessagePosted,
        tell=_message_posted,
        leads_to=_to_conversation,
    ),
    *QUESTION_NOTICES,
    NoticeKind(
        kind="submission-received",
        topic="work",
        when=SubmissionReceived,
        tell=_submission_received,
        leads_to=_to_grading,
    ),
    NoticeKind(
        kind="submission-graded",
        topic="results",
        when=SubmissionGraded,
        tell=_submission_graded,
        leads_to=_to_feedback,
    ),
    *GROUP_NOTICES,
    *DATE_NOTICES,
    *CONSULTATION_NOTICES,
    NoticeKind(
        kind="answers-received",
        topic="work",
        when=AnswersReceived,
        tell=_answers_received,
        leads_to=_to_marking,
    ),
    NoticeKind(
        kind="attempt-marked", topic="results", when=AttemptMarked, tell=_attempt_marked, leads_to=_to_attempt
    ),
    NoticeKind(
        kind="result-corrected",
        topic="results",
        when=ResultsRemarked,
        tell=_results_remarked,
        leads_to=_to_attempt,
    ),
    NoticeKind(
        kind="time-extended", topic="dates", when=TimeExtended, tell=_time_extended, leads_to=_to_quiz
    ),
    NoticeKind(
        kind="grading-annulled",
        topic="results",
        when=GradingAnnulled,
        tell=_grading_annulled,
        leads_to=_to_feedback,
    ),
    NoticeKind(kind="appeal-made", topic="work", when=AppealMade, tell=_appeal_made, leads_to=_to_appeal),
    NoticeKind(
        kind="appeal-decided",
        topic="results",
        when=AppealDecided,
        tell=_appeal_decided,
        leads_to=_to_feedback,
    ),
    NoticeKind(
        kind="grader-missing", topic="work", when=GraderMissing, tell=_grader_missing, leads_to=_to_staff
    ),
    NoticeKind(
        kind="module-completed",
        topic="results",
        when=ModuleCompleted,
        tell=_module_completed,
        leads_to=_to_record,
        joins=("submission-graded", "attempt-marked", "result-corrected"),
    ),
    NoticeKind(kind="page-remarked", when=PageRemarked, tell=_page_remarked, leads_to=_to_remarks),
    NoticeKind(
        kind="study-reminder",
        topic="plan",
        when=LearnerRemindedOfPlan,
        tell=_reminded_of_plan,
        leads_to=_to_next_step,
    ),
    NoticeKind(
        kind="invitation-sent",
        when=PersonInvited,
        tell=_person_invited,
        leads_to=_to_invitation,
        is_in_app=False,
    ),
    _account_letter("confirm-address", "accounts.confirm_sign_up", has_key=True),
    _account_letter("address-taken", "accounts.sign_in"),
    _account_letter("reset-password", "accounts.new_password", has_key=True),
    _account_letter("password-changed", "accounts.password"),
    _account_letter("confirm-new-address", "accounts.confirm_new_address", has_key=True),
    _account_letter("changed-address", "catalogue.contact"),
)
KINDS: Mapping[str, NoticeKind] = {notice.kind: notice for notice in NOTICES}
