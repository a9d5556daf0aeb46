"""Tables of grading: results, opinions of two, appeals, and a grader's desk; part of `models`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Grading(Base):
    """The result of one version: returned for improvement, or graded.

    `basis` says how it came about: one, agreed (of two), joined (one took up the other's), third,
    appeal. An annulled one stays for ever, with who annulled it and why; the version may then
    have another.
    """

    __tablename__ = "gradings"
    __table_args__ = (
        Index(
            "uq__gradings__standing",
            "version_id",
            unique=True,
            sqlite_where=text("annulled_at IS NULL"),
            postgresql_where=text("annulled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_versions.id"), index=True)
    grader_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    basis: Mapped[str] = mapped_column(default="one", server_default="one")
    outcome: Mapped[str]  # returned | graded
    points: Mapped[dict[str, Any]]  # criterion key → points; between two levels where it is a mean
    comments: Mapped[dict[str, Any]]  # criterion key → comment
    comment: Mapped[str] = mapped_column(Text)
    total: Mapped[int | None]
    max_total: Mapped[int]
    is_passed: Mapped[bool | None]
    language: Mapped[str]
    graded_at: Mapped[datetime]
    annulled_at: Mapped[datetime | None]
    annulled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    annulment_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    annulment_language: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def is_final(self) -> bool:
        """A result; where two grade, one judgement alone is none yet."""
        return True


class Opinion(Base):
    """One grader's judgement where an assignment asks for two; nobody else sees it until both are in.

    `grading_id` is the result that it went into: while there is none the opinion is open.
    `reply` is what its grader said on seeing that the other judged otherwise: empty, or stands.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        Index(
            "uq__opinions__open",
            "version_id",
            "grader_id",
            unique=True,
            sqlite_where=text("grading_id IS NULL"),
            postgresql_where=text("grading_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_versions.id"), index=True)
    grader_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_returned: Mapped[bool]  # by its grader's own choice, whatever the points
    outcome: Mapped[str]
    points: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text)
    total: Mapped[int | None]
    max_total: Mapped[int]
    is_passed: Mapped[bool | None]
    language: Mapped[str]
    given_at: Mapped[datetime]
    reply: Mapped[str] = mapped_column(default="", server_default="")
    grading_id: Mapped[int | None] = mapped_column(ForeignKey("gradings.id"), index=True)

    @property
    def is_final(self) -> bool:
        """One judgement of two or three, never a result by itself."""
        return False


class Appeal(Base):
    """A learner's appeal against a grading, once for each; `state` is open, upheld, granted or withdrawn.

    Where it was granted, `new_grading_id` is the judgement that came in the place of the old one.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("grading_id"),
        Index("ix__appeals__open", "submission_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    grading_id: Mapped[int] = mapped_column(ForeignKey("gradings.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answer_language: Mapped[str] = mapped_column(default="", server_default="")
    new_grading_id: Mapped[int | None] = mapped_column(ForeignKey("gradings.id"))


class GradingDraft(Base):
    """A judgement that its grader has not released yet: nobody else sees it, and nothing counts it.

    `is_complete` once every criterion has its points, so that it can be released with others.
    """

    __tablename__ = "grading_drafts"
    __table_args__ = (UniqueConstraint("version_id", "grader_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_versions.id"))
    grader_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    points: Mapped[dict[str, Any]]
    comments: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text)
    is_complete: Mapped[bool]
    language: Mapped[str]
    saved_at: Mapped[datetime]


class SavedComment(Base):
    """Words that a grader uses again; `criterion` is empty where they are about the whole work."""

    __tablename__ = "saved_comments"
    __table_args__ = (Index("ix__saved_comments__of_author", "author_id", "module_id", "assignment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    assignment: Mapped[str]
    criterion: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    created_at: Mapped[datetime]
