"""Tables of work that several people hand in together; part of `models`."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class GroupMember(Base):
    """Somebody whose work a shared work is, or was until `left_at`.

    Who had a hand in a work never grades it: one who left stays here, and who takes the words
    along names there those who wrote them too, as having left at once.
    """

    __tablename__ = "group_members"
    __table_args__ = (
        UniqueConstraint("submission_id", "learner_id"),
        Index(
            "uq__group_members__present",
            "enrolment_id",
            "assignment",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    assignment: Mapped[str]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class GroupInvitation(Base):
    """An address that a group has asked to join; `state` is open, accepted, declined or withdrawn.

    It is for whoever has that address, so the group cannot learn from it who is here.
    """

    __tablename__ = "group_invitations"
    __table_args__ = (UniqueConstraint("submission_id", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    address: Mapped[str] = mapped_column(index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open")
    answered_at: Mapped[datetime | None]
