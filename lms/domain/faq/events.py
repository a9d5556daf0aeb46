"""What has happened to answers for all."""

from dataclasses import dataclass

from lms.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class FaqChanged(Event):
    """What learners see of the questions and answers of a module is different from now on."""

    entry_id: int
    module_id: int
