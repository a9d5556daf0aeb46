"""What coordinators have done."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody was invited to a programme; `round` counts how often, for each letter is one occasion."""

    invitation_id: int
    round: int


@dataclass(frozen=True, kw_only=True)
class LearnerReminded(Event):
    """A coordinator has somebody reminded of a module in which they have not studied for a while."""

    reminder_id: int
    learner_id: int
    enrolment_id: int
    sent_by_id: int
