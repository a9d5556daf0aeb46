"""What rooms above may hear of: a module has a new revision, or is no longer on offer."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ModulePublished(Event):
    """Learners see another revision from now on; `change` is minor, tell or redo."""

    module_id: int
    revision_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class ModuleWithdrawn(Event):
    """The module was taken out of the catalogue; learners keep their record and its text."""

    module_id: int
