"""The person (or system) at the door, as every policy sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from lms.domain.accounts.appearance import Appearance

UserId = NewType("UserId", int)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands at the door, loaded once per request with one statement.

    `authored_modules` and `authored_programmes` are what the person answers for as staff;
    the coordinated ones bound what a coordinator may see. They are filled from the
    catalogue's staff and from the institutions' coordinators.
    """

    id: UserId
    name: str
    email: str
    language: str = "lt"
    time_zone: str = "Europe/Vilnius"
    session_id: int = 0
    last_seen_at: datetime | None = None
    expires_at: datetime | None = None
    is_admin: bool = False
    is_shared_computer: bool = False
    appearance: Appearance | None = None
    institution_id: int | None = None
    authored_modules: frozenset[int] = frozenset()
    authored_programmes: frozenset[int] = frozenset()
    coordinated_programmes: frozenset[int] = frozenset()
    coordinated_institutions: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the person answers for any module or programme as an author."""
        return bool(self.authored_modules or self.authored_programmes)

    @property
    def is_coordinator(self) -> bool:
        """Whether the person coordinates any programme or institution."""
        return bool(self.coordinated_programmes or self.coordinated_institutions)

    @property
    def label(self) -> str:
        """The name under which the audit record knows this actor."""
        return f"user:{self.id}"
