"""What learners are told of days that authors agree with them; the table is in `notices`."""

from lms.domain.assessment import queries as assessment
from lms.domain.assessment.events import DateAgreed
from lms.domain.notifications.kinds import Told
from lms.domain.notifications.queries import told_of_grading


def date_agreed(event: DateAgreed) -> Told:
    """Tell the learner until when their work is waited for."""
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
