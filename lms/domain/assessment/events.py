"""What has happened to learners' work."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class SubmissionReceived(Event):
    """A learner has handed in work, for the first time or improved; the authors have something to grade."""

    submission_id: int
    version_id: int
    learner_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class SubmissionGraded(Event):
    """Work was judged; `outcome` is graded, or returned when it has to be improved."""

    submission_id: int
    grading_id: int
    learner_id: int
    grader_id: int
    module_id: int
    outcome: str
