"""Tables of invitations, and of what the courses ask of their authors."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Invitation(Base):
    """Somebody was invited to a programme by a coordinator; a standing that is counted."""

    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("email_key", "programme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(default="lt")
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)  # an invitation may be sent again
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Reminder(Base):
    """A coordinator had somebody reminded, kindly, of a module in which they had stopped."""

    __tablename__ = "reminders"
    __table_args__ = (Index("ix__reminders__learner", "learner_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime]


class CourseHealth(Base):
    """What a module's present revision asks of its authors: translations to look at, a review that is due.

    Reckoned when the revision is published, so that lists and counts need not open the module.
    """

    __tablename__ = "course_health"

    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True, autoincrement=False)
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    stale_count: Mapped[int]
    stale_since: Mapped[datetime | None]
    review_from: Mapped[datetime]  # when authors are told that the review is coming
    review_by: Mapped[datetime]


class CourseLink(Base):
    """One address that a module links to, with the first place where it stands.

    `target` is the slug of the module for links among the courses, empty for addresses outside.
    `broken_since` stands while a reader who follows the link would find nothing, as far as we know;
    `accepted_at` while an author says that it works all the same.
    """

    __tablename__ = "course_links"
    __table_args__ = (
        UniqueConstraint("module_id", "address"),
        Index("ix__course_links__target", "target"),
        Index("ix__course_links__due", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    address: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(default="")
    host: Mapped[str] = mapped_column(default="")
    lesson: Mapped[str] = mapped_column(default="")
    block: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")
    failures: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # when an address outside is looked at next
    broken_since: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
