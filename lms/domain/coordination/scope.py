"""What a coordinator looks at: never more than their own programmes and institutions."""

from dataclasses import dataclass, replace

from lms.domain.accounts.actor import Actor

QUIET = "quiet"  # has something open, and has not studied for a while
STANDINGS = ("not-started", "started", "completed", QUIET)


@dataclass(frozen=True, slots=True)
class Scope:
    """The bounds of one view: who may be seen at all, and which part was asked for.

    `programmes` and `institutions` are what the coordinator answers for; a person's
    enrolment is inside when it belongs to either. The rest narrows that further.
    """

    programmes: frozenset[int]
    institutions: frozenset[int]
    programme_id: int | None = None
    institution_id: int | None = None
    standing: str | None = None
    name: str = ""

    @classmethod
    def of(cls, actor: Actor) -> "Scope":
        """Return everything that this coordinator may see."""
        return cls(programmes=actor.coordinated_programmes, institutions=actor.coordinated_institutions)

    def narrowed(
        self,
        *,
        programme_id: int | None = None,
        institution_id: int | None = None,
        standing: str | None = None,
        name: str = "",
    ) -> "Scope":
        """Return the part that was asked for; an unknown standing is no filter."""
        return replace(
            self,
            programme_id=programme_id,
            institution_id=institution_id,
            standing=standing if standing in STANDINGS else None,
            name=name,
        )
