"""Who listens to whom, in one list."""

from lms.foundation import events


def connect() -> None:
    """Let the rooms hear what happens below them."""
    events.connect([])
