"""What learners are told of their way through modules and of their plan; the table is in `notices`."""

from lms.domain.learning.events import LearnerRemindedOfPlan, ModuleCompleted
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told


def module_completed(event: ModuleCompleted) -> Told:
    """Tell the learner that they have completed a module."""
    about, completed_at = told.describe_completion(event.enrolment_id)
    return Told(
        recipients=[event.learner_id],
        subject=f"enrolment:{event.enrolment_id}",
        occasion=f"module-completed:{event.enrolment_id}",
        about=about,
        of_deed_since=completed_at,
    )


def reminded_of_plan(event: LearnerRemindedOfPlan) -> Told | None:
    """Remind the learner of their plan, where anything is left to do."""
    about = told.describe_next_step(event.learner_id)
    if about is None:  # Nothing is left that the learner could do.
        return None
    return Told(
        recipients=[event.learner_id],
        subject=f"study-plan:{event.learner_id}",
        occasion=f"study-reminder:{event.learner_id}:{event.on.isoformat()}",
        about={**about, "has_rested": event.has_rested},
    )


def to_record(_about: About) -> Way:
    """Lead to the learner's own record."""
    return "learning.my_record", {}


def to_next_step(about: About) -> Way:
    """Lead to what the learner does next."""
    if about["kind"] == "read":
        return "learning.show_lesson", {"module": about["module"], "lesson": about["subject"]}
    return "catalogue.show_module", {"module": about["module"]}
