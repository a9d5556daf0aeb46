"""What coordinators have done."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody was invited to a programme; `round` counts how often, for each letter is one occasion."""

    invitation_id: int
    round: int
