"""What has happened to learners' work."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class SubmissionReceived(Event):
    """A learner has handed in work, for the first time or improved; the authors have something to grade."""

    submission_id: int
    version_id: int
    number: int  # which version it is, counted from one
    revision_id: int
    assignment: str
    learner_id: int  # who pressed the button
    learner_ids: frozenset[int]  # all who have or had a hand in it
    module_id: int


@dataclass(frozen=True, kw_only=True)
class GroupInvited(Event):
    """A group has invited an address to work with it; whoever has it and is in the module is told."""

    invitation_id: int
    invited_by_id: int
    submission_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """Somebody joined the group, left it, or declined: `change`; its members are told.

    Of who declined they know no more than the address that they had invited.
    """

    submission_id: int
    module_id: int
    learner_id: int
    change: str
    member_ids: tuple[int, ...]
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswersReceived(Event):
    """A quiz was handed in with answers that a person has to mark; its result waits for them."""

    attempt_id: int
    learner_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class AttemptMarked(Event):
    """The last answer of an attempt has its mark; the attempt has a result."""

    attempt_id: int
    learner_id: int
    marker_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class TimeExtended(Event):
    """Somebody has been given other time for a quiz than everybody else."""

    extension_id: int
    learner_id: int
    module_id: int
    granted_by_id: int


@dataclass(frozen=True, kw_only=True)
class SubmissionGraded(Event):
    """Work was judged; `outcome` is graded, or returned when it has to be improved."""

    submission_id: int
    grading_id: int
    learner_ids: tuple[int, ...]  # each of whom gets the result
    grader_id: int
    module_id: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class GradingAnnulled(Event):
    """A grading does not stand any more; the work waits to be graded anew."""

    submission_id: int
    grading_id: int
    learner_ids: tuple[int, ...]
    grader_id: int  # who annulled it
    module_id: int


@dataclass(frozen=True, kw_only=True)
class GraderMissing(Event):
    """Work waits for another grader, and nobody is left who could judge it; somebody has to be appointed."""

    submission_id: int
    module_id: int
    judged_by: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AppealMade(Event):
    """A learner has appealed against a grading; those who may decide on it are told."""

    appeal_id: int
    submission_id: int
    learner_id: int
    module_id: int
    decider_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    """An appeal was decided: granted, so that there is a better grading now, or the grading stands."""

    appeal_id: int
    submission_id: int
    learner_ids: tuple[int, ...]
    decided_by_id: int
    module_id: int
    is_granted: bool


@dataclass(frozen=True, kw_only=True)
class ResultsRemarked(Event):
    """Attempts were marked again by a corrected key; `outcome` is raised, or lowered as a person decided.

    Without a correction a marker has corrected marks of their own in one attempt.
    """

    correction_id: int | None
    attempt_id: int | None = None
    outcome: str
    remarking_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DateAgreed(Event):
    """An author has promised one learner to wait for a work until a day."""

    agreed_id: int
    submission_id: int
    learner_id: int
    agreed_by_id: int
    module_id: int
