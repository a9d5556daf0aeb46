"""What learners are told of days that authors agree with them; part of `notices`."""

from lms.domain.assessment import queries as assessment
from lms.domain.assessment.events import DateAgreed
from lms.domain.notifications.kinds import About, NoticeKind, Told, Way
from lms.domain.notifications.queries import told_of_grading


def _date_agreed(event: DateAgreed) -> Told:
    agreed = assessment.get_agreed(event.agreed_id)
    return Told(
        recipients=[event.learner_id],
        sender_id=event.agreed_by_id,
        subject=f"agreed-date:{event.agreed_id}",
        occasion=f"date-agreed:{event.agreed_id}:{agreed.agreed_at.isoformat()}",
        about={
            **told_of_grading.describe_work(event.submission_id),
            "day": agreed.agreed_on.isoformat(),
        },
    )


def _to_work(about: About) -> Way:
    return "assessment.show_assignment", {"module": about["module"], "assignment": about["assignment"]}


DATE_NOTICES = (
    NoticeKind(kind="date-agreed", topic="dates", when=DateAgreed, tell=_date_agreed, leads_to=_to_work),
)
