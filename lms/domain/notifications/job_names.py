"""What the jobs of the queue and of the timetable are called, on pages and by commands."""

from lms.foundation.i18n import lazy_gettext as lazy

HOURLY, DAILY = "hourly", "daily"
# What the timetable runs hourly and daily, in the order in which it is shown.
REGULAR = {
    "lms.domain.learning.jobs.remind_of_plans": HOURLY,
    "lms.domain.consultations.jobs.remind_of_consultations": HOURLY,
    "lms.domain.coordination.jobs.check_links": HOURLY,
    "lms.domain.assessment.jobs.sweep_files": HOURLY,
    "lms.domain.messaging.jobs.sweep_files": HOURLY,
    "lms.domain.messaging.jobs.pass_on_questions": DAILY,
    "lms.domain.messaging.jobs.tell_of_late_answers": DAILY,
    "lms.domain.coordination.jobs.look_over_courses": DAILY,
    "lms.domain.accounts.jobs.forget_what_has_served": DAILY,
    "lms.foundation.sent_once.forget_old": DAILY,
}
_WORDS = {
    "lms.domain.notifications.jobs.drain": lazy("Sending letters"),
    "lms.domain.assessment.overdue_jobs.end_overdue_attempts": lazy("Ending quizzes whose time is over"),
    "lms.domain.assessment.jobs.discard_file": lazy("Deleting a file that was taken out of a draft"),
    "lms.domain.learning.jobs.remind_of_plans": lazy("Reminding learners of their study plans"),
    "lms.domain.consultations.jobs.remind_of_consultations": lazy("Reminding people of consultations"),
    "lms.domain.coordination.jobs.check_links": lazy("Checking links to other sites"),
    "lms.domain.assessment.jobs.sweep_files": lazy("Deleting files that belong to no work"),
    "lms.domain.messaging.jobs.sweep_files": lazy("Deleting files that belong to no message"),
    "lms.domain.messaging.jobs.pass_on_questions": lazy("Passing questions on to those who answer instead"),
    "lms.domain.messaging.jobs.tell_of_late_answers": lazy("Telling of questions that wait for too long"),
    "lms.domain.coordination.jobs.look_over_courses": lazy("Looking over the published courses"),
    "lms.domain.accounts.jobs.forget_what_has_served": lazy("Deleting used keys and old sign-ins"),
    "lms.foundation.sent_once.forget_old": lazy("Deleting the keys of forms sent long ago"),
}


def job_words(name: str) -> str:
    """Return a job in words; one that has none yet by its name."""
    return str(_WORDS.get(name, name))
