"""By when people may expect what waits for an author, in working days. Pure functions, no database."""

from datetime import date, datetime

from lms.domain.assessment import rules as assessment
from lms.domain.coordination.course_health import REVIEW_IS_TOLD
from lms.domain.messaging import rules as messaging
from lms.foundation import working_days

WORK, SECOND_GRADING, MARKING, QUESTION = "work", "second-grading", "marking", "question"
APPEAL, CORRECTION, OUTCOME = "appeal", "correction", "outcome"
TRANSLATION, LINK, REVIEW = "translation", "link", "review"
# In the order in which they are offered to choose from: what people wait for, then what courses need.
KINDS = (WORK, SECOND_GRADING, MARKING, QUESTION, APPEAL, CORRECTION, OUTCOME, TRANSLATION, LINK, REVIEW)
WITHIN = {
    WORK: assessment.GRADED_WITHIN,
    SECOND_GRADING: assessment.GRADED_WITHIN,
    MARKING: assessment.GRADED_WITHIN,
    QUESTION: messaging.ANSWERED_WITHIN,
    APPEAL: assessment.GRADED_WITHIN,
    CORRECTION: assessment.GRADED_WITHIN,
    OUTCOME: 10,
    TRANSLATION: 20,
    LINK: 20,
}


def promised_on(kind: str, since: datetime) -> date:
    """Return the day by which it should be done; a review has its own, a year after the last one."""
    start = working_days.day_of(since)
    return start + REVIEW_IS_TOLD if kind == REVIEW else working_days.after(start, WITHIN[kind])
