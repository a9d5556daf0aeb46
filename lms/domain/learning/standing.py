"""How one learner stands in one module, as the register says it in one reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Earned:
    """What the register holds about one requirement."""

    key: str
    is_passed: bool
    score: int | None = None
    max_score: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A module's present revision and, where there is one, the learner's enrolment in it."""

    module_id: int
    revision_id: int
    is_withdrawn: bool = False
    enrolment_id: int | None = None
    enrolled_at: datetime | None = None
    left_at: datetime | None = None
    completed_at: datetime | None = None
    started_at: datetime | None = None
    place_at: datetime | None = None
    place_lesson: str | None = None
    place_block: str | None = None
    read: frozenset[str] = frozenset()
    earned: Mapping[str, Earned] = field(default_factory=dict)

    @property
    def is_enrolled(self) -> bool:
        """Whether the learner is in the module now."""
        return self.enrolment_id is not None and self.left_at is None

    @property
    def has_left(self) -> bool:
        """Whether the learner was in the module and may come back to what they had done."""
        return self.left_at is not None

    @property
    def is_completed(self) -> bool:
        """Whether the learner has completed the module, under whichever revision."""
        return self.completed_at is not None

    @property
    def passed(self) -> frozenset[str]:
        """The keys of the requirements that are met in the register."""
        return frozenset(key for key, earned in self.earned.items() if earned.is_passed)
