"""What coordination does when something happens in the rooms below."""

from lms.domain.content import queries as content
from lms.domain.content.events import ModulePublished, ModuleWithdrawn
from lms.domain.coordination import service
from lms.domain.learning.events import LearnerEnrolled
from lms.foundation.events import Event, Handler


def note_arrival(event: LearnerEnrolled) -> None:
    """Whoever enrols without opening the letter has come all the same."""
    service.note_arrival(event.learner_id, event.programme_id, event.module_id)


def look_over_module(event: ModulePublished) -> None:
    """Authors see at once what the new revision asks of them."""
    service.look_over(content.get_revision(event.revision_id))


def note_withdrawal(event: ModuleWithdrawn) -> None:
    """Links to a module that is no longer on offer lead nowhere."""
    service.note_withdrawal(event.module_id)


HANDLERS: list[tuple[type[Event], Handler]] = [
    (LearnerEnrolled, note_arrival),
    (ModulePublished, look_over_module),
    (ModuleWithdrawn, note_withdrawal),
]
