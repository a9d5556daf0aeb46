"""What the tests of the register share: hearing what is told, and the learner as an actor."""

import pytest

from lms.domain.learning.events import LearnerEnrolled, ModuleCompleted, ProgrammeCompleted
from lms.foundation import events
from lms.foundation.events import Event


@pytest.fixture
def told() -> list[Event]:
    """What the register tells, in order; nobody else listens."""
    heard: list[Event] = []
    events.connect([(each, heard.append) for each in (LearnerEnrolled, ModuleCompleted, ProgrammeCompleted)])
    return heard
