"""What assessment does when something happens in the rooms below."""

from lms.domain.assessment import service
from lms.domain.content.events import ModulePublished
from lms.foundation.events import Event, Handler


def look_for_corrections(event: ModulePublished) -> None:
    """A revision with a corrected key may change results of past attempts."""
    service.look_for_corrections(event.module_id, event.revision_id)


HANDLERS: list[tuple[type[Event], Handler]] = [(ModulePublished, look_for_corrections)]
