"""Who listens to whom, in one list."""

from lms.domain.assessment import handlers as assessment
from lms.domain.consultations import handlers as consultations
from lms.domain.coordination import handlers as coordination
from lms.domain.learning import handlers as learning
from lms.domain.notifications import handlers as notifications
from lms.domain.search import handlers as search
from lms.foundation import events


def connect() -> None:
    """Let the rooms hear what happens below them."""
    events.connect(
        [
            *learning.HANDLERS,
            *assessment.HANDLERS,
            *consultations.HANDLERS,
            *search.HANDLERS,
            *coordination.HANDLERS,
            *notifications.HANDLERS,
        ]
    )
