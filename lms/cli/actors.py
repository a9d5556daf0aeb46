"""Commands do deeds under a name of their own, so that the audit record is never empty."""

from dataclasses import dataclass
from typing import Self

from lms.domain.accounts.actor import Actor, UserId


@dataclass(frozen=True, slots=True)
class CommandActor(Actor):
    """A command as every policy and the audit record see it: it may what the operator may."""

    @classmethod
    def of(cls, command: str) -> Self:
        """Return the actor for that command."""
        return cls(id=UserId(0), name=command, email="", is_admin=True)

    @property
    def label(self) -> str:
        """The name under which the audit record knows this command."""
        return f"command:{self.name}"
