"""What coordination does when something happens in the rooms below."""

from lms.domain.coordination import service
from lms.domain.learning.events import LearnerEnrolled
from lms.foundation.events import Event, Handler


def note_arrival(event: LearnerEnrolled) -> None:
    """Whoever enrols without opening the letter has come all the same."""
    service.note_arrival(event.learner_id, event.programme_id, event.module_id)


HANDLERS: list[tuple[type[Event], Handler]] = [(LearnerEnrolled, note_arrival)]
