"""All that is left for a learner to do, without what waits for being graded: for plan and calendar."""

from datetime import date

from lms.domain.assessment.queries import list_keys_in_grading
from lms.domain.content import queries as content
from lms.domain.learning import overview, study_plan
from lms.domain.learning import queries as learning
from lms.domain.learning.queries import OwnPlan
from lms.domain.learning.study_plan import Piece


def list_left(learner_id: int) -> list[Piece]:
    """Return all that is left for the learner, what they are in the midst of first."""
    standings = learning.list_standings(learner_id)
    revisions = content.get_revisions([standing.revision_id for standing in standings])
    waiting = list_keys_in_grading(learner_id)
    found = overview.courses(standings, revisions, waiting)
    courses = list(overview.in_order(found, learning.list_programme_places(learner_id)).values())
    first = overview.next_course(courses)
    courses.sort(key=lambda course: course is not first)
    return [
        piece
        for course in courses
        if course.standing.is_enrolled
        for piece in study_plan.remaining(
            course.module, course.standing, waiting.get(course.standing.module_id, ())
        )
    ]


def first_day(own: OwnPlan, today: date) -> date:
    """Return from when on the learner's plan goes: one that rests until a day goes on from that day."""
    until = own.choices.paused_until
    return until if until and study_plan.is_paused(own.choices, today, own.studied_at) else today
