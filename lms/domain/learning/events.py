"""What has happened in the register."""

from dataclasses import dataclass
from datetime import date

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class LearnerEnrolled(Event):
    """Somebody enrolled for the first time, in a programme or in a single module; the other id is None."""

    learner_id: int
    programme_id: int | None = None
    module_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ModuleCompleted(Event):
    """Nothing is missing any more; told once for each enrolment, whatever is published later."""

    enrolment_id: int
    learner_id: int
    module_id: int


@dataclass(frozen=True, kw_only=True)
class ProgrammeCompleted(Event):
    """The last module of a programme was completed; told once for each place in a programme."""

    programme_enrolment_id: int
    learner_id: int
    programme_id: int


@dataclass(frozen=True, kw_only=True)
class LearnerRemindedOfPlan(Event):
    """The one reminder of a week that the learner's own plan allows; `has_rested` after a long pause."""

    learner_id: int
    on: date
    has_rested: bool
