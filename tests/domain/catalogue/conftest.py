"""Hearing what the catalogue tells."""

import pytest

from lms.domain.catalogue.events import NewsPublished, ProgrammeChanged
from lms.foundation import events
from lms.foundation.events import Event


@pytest.fixture
def told() -> list[Event]:
    """What the catalogue tells, in order; nobody else listens."""
    heard: list[Event] = []
    events.connect([(ProgrammeChanged, heard.append), (NewsPublished, heard.append)])
    return heard
