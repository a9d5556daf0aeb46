"""What the register does when something happens in the rooms below."""

from lms.domain.catalogue.events import ProgrammeChanged
from lms.domain.content.events import ModulePublished, ModuleWithdrawn
from lms.domain.learning import service
from lms.foundation.events import Event, Handler


def enrol_learners(event: ProgrammeChanged) -> None:
    """Modules that join a programme are there for those who are in it already."""
    service.enrol_learners_of_programme(event.programme_id)


def settle_after_publishing(event: ModulePublished) -> None:
    """A revision that asks for less may leave some learners with nothing to do."""
    service.settle_after_publishing(event.module_id)


def settle_after_withdrawal(event: ModuleWithdrawn) -> None:
    """A module that is gone is no longer missing from anybody's programme."""
    service.settle_after_withdrawal(event.module_id)


HANDLERS: list[tuple[type[Event], Handler]] = [
    (ProgrammeChanged, enrol_learners),
    (ModulePublished, settle_after_publishing),
    (ModuleWithdrawn, settle_after_withdrawal),
]
