"""What the register does when something happens in the rooms below."""

from lms.domain.catalogue.events import ProgrammeChanged
from lms.domain.learning import service


def enrol_learners(event: ProgrammeChanged) -> None:
    """Modules that join a programme are there for those who are in it already."""
    service.enrol_learners_of_programme(event.programme_id)


HANDLERS = [(ProgrammeChanged, enrol_learners)]
