"""Tables of corrected keys, and of what they made of past attempts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Correction(Base):
    """A question of the quiz is marked by another key than before, and results of past attempts may change.

    Open until a person has had the attempts marked again and decided on those that would fall. There is one
    open correction of a quiz at most: another corrected key moves `to_revision_id` on. Which attempts are
    concerned is reckoned from their answers whenever it is looked at.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        Index(
            "uq__corrections__open",
            "module_id",
            "quiz",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    quiz: Mapped[str]
    from_revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    to_revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    found_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open", server_default="open")  # open | done
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Remarking(Base):
    """What a corrected key made of one attempt, by whose decision, and why; rows are added, never changed.

    Without a correction it was no key: the marker has corrected marks of their own.
    `outcome` is raised, lowered, same, or left where a person decided not to lower it. `points` says by
    question what it earned before and now, and out of how many: {"old": 0, "new": 2, "of": 2}.
    """

    __tablename__ = "remarkings"

    id: Mapped[int] = mapped_column(primary_key=True)
    correction_id: Mapped[int | None] = mapped_column(ForeignKey("corrections.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), index=True)
    to_revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    outcome: Mapped[str]
    old_score: Mapped[int]
    new_score: Mapped[int]
    old_max_score: Mapped[int]
    new_max_score: Mapped[int]
    was_passed: Mapped[bool]
    is_passed: Mapped[bool]
    points: Mapped[dict[str, Any]]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str]
