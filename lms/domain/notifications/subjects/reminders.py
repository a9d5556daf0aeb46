"""What learners are told when a coordinator has them reminded; the table is in `notices`."""

from lms.domain.coordination.events import LearnerReminded
from lms.domain.notifications.kinds import Told
from lms.domain.notifications.queries import told_of_reminders

KIND = "learner-reminded"


def learner_reminded(event: LearnerReminded) -> Told | None:
    """Remind the learner of where they stopped, where anything is left to do."""
    about = told_of_reminders.describe_reminder(event.enrolment_id)
    if about is None:
        return None
    return Told(
        recipients=[event.learner_id],
        sender_id=event.sent_by_id,
        subject=f"reminder:{event.reminder_id}",
        occasion=f"{KIND}:{event.reminder_id}",
        about=about,
    )
