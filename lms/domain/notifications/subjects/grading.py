"""What people are told of work that is handed in, graded and appealed; the table is in `notices`."""

from lms.domain.accounts import queries as accounts
from lms.domain.assessment.events import (
    AppealDecided,
    AppealMade,
    GraderMissing,
    GradingAnnulled,
    SubmissionGraded,
    SubmissionReceived,
)
from lms.domain.catalogue import queries as catalogue
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told, told_of_grading


def submission_received(event: SubmissionReceived) -> Told:
    """Tell the authors that work waits for them."""
    authors = catalogue.list_author_ids(event.module_id)
    return Told(
        recipients=[each for each in authors if each not in event.learner_ids],
        sender_id=event.learner_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"submission-received:{event.version_id}",
        about=told.describe_handed_in(event.submission_id, event.number, event.revision_id, event.assignment),
    )


def submission_graded(event: SubmissionGraded) -> Told:
    """Tell whose work it is that it was graded or returned."""
    return Told(
        recipients=event.learner_ids,
        sender_id=event.grader_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"submission-graded:{event.grading_id}",
        about={**told.describe_grading(event.grading_id), "outcome": event.outcome},
    )


def grading_annulled(event: GradingAnnulled) -> Told:
    """Tell whose work it is that its result no longer stands."""
    return Told(
        recipients=event.learner_ids,
        sender_id=event.grader_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"grading-annulled:{event.grading_id}",
        about=told.describe_grading(event.grading_id),
    )


def appeal_made(event: AppealMade) -> Told:
    """Tell whoever may decide that a learner asks to look at a result again."""
    return Told(
        recipients=event.decider_ids,
        sender_id=event.learner_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"appeal-made:{event.appeal_id}",
        about=told_of_grading.describe_appeal(event.appeal_id),
    )


def appeal_decided(event: AppealDecided) -> Told:
    """Tell whose work it is that their appeal was decided."""
    return Told(
        recipients=event.learner_ids,
        sender_id=event.decided_by_id,
        subject=f"submission:{event.submission_id}",
        occasion=f"appeal-decided:{event.appeal_id}",
        about=told_of_grading.describe_appeal(event.appeal_id),
    )


def grader_missing(event: GraderMissing) -> Told:
    """Tell the administrators that a work has nobody left to grade it."""
    judged_by = "-".join(map(str, event.judged_by))
    return Told(
        recipients=accounts.list_administrator_ids(),
        subject=f"submission:{event.submission_id}",
        occasion=f"grader-missing:{event.submission_id}:{judged_by}",
        about=told_of_grading.describe_work(event.submission_id),
    )


def to_grading(about: About) -> Way:
    """Lead to the form with which the work is graded."""
    return "assessment.grade_submission", {"submission_id": about["submission_id"]}


def to_assignment(about: About) -> Way:
    """Lead to the assignment, where learners read of their own work."""
    return "assessment.show_assignment", {"module": about["module"], "assignment": about["assignment"]}


def to_appeal(about: About) -> Way:
    """Lead to where the appeal is decided."""
    return "assessment.decide_appeal", {"appeal_id": about["appeal_id"]}


def to_staff(_about: About) -> Way:
    """Lead to where people are given the duty of grading."""
    return "catalogue.admin_staff", {}
