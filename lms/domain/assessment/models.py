"""Tables of quiz attempts, submissions, their versions and files, and gradings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.domain.assessment.correction_models import Correction, Remarking
from lms.domain.assessment.grading_models import Appeal, Grading, GradingDraft, Opinion, SavedComment
from lms.domain.assessment.group_models import GroupInvitation, GroupMember
from lms.domain.assessment.work_models import AgreedDate, PlannedDate, UnfinishedUpload, UploadChunk
from lms.foundation.db import Base

__all__ = [  # and all that stands below
    "AgreedDate",
    "Appeal",
    "Correction",
    "Grading",
    "GradingDraft",
    "GroupInvitation",
    "GroupMember",
    "Opinion",
    "PlannedDate",
    "Remarking",
    "SavedComment",
    "UnfinishedUpload",
    "UploadChunk",
]


class Attempt(Base):
    """One attempt at a quiz, answered and marked on the revision it began with.

    `seed` decides its order of questions and answers, and nobody can reckon it out; an attempt
    from before there were seeds has its id in that place. `ends_at` is there where its time is limited.
    `is_waiting` from handing in until a person has marked its open questions; its score is empty until then.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz", "number"),
        Index("ix__attempts__waiting", "module_id", "is_waiting", "submitted_at"),
        Index("ix__attempts__ending", "submitted_at", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    quiz: Mapped[str]
    number: Mapped[int]
    started_at: Mapped[datetime]
    seed: Mapped[str] = mapped_column(default="", server_default="")
    submitted_at: Mapped[datetime | None]
    language: Mapped[str | None]
    score: Mapped[int | None]
    max_score: Mapped[int | None]
    is_passed: Mapped[bool | None]
    is_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    ends_at: Mapped[datetime | None]

    @property
    def draw(self) -> int | str:
        """What decides the order of its questions and answers."""
        return self.seed or self.id


class Answer(Base):
    """What the learner answered to one question, saved one by one, and when they asked for its hint."""

    __tablename__ = "answers"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[list[Any]]
    language: Mapped[str]
    saved_at: Mapped[datetime]
    points: Mapped[int | None]
    hinted_at: Mapped[datetime | None]


class AnswerMark(Base):
    """A person's mark for one answer to an open question, with a word about it in the marker's language."""

    __tablename__ = "answer_marks"
    __table_args__ = (UniqueConstraint("attempt_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question: Mapped[str]
    marker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    points: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    marked_at: Mapped[datetime]


class TimeExtension(Base):
    """More time for one person in one quiz; with neither minutes nor per cent their time has no limit.

    The reason is for those who answer for the module alone.
    """

    __tablename__ = "time_extensions"
    __table_args__ = (UniqueConstraint("learner_id", "module_id", "quiz"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    quiz: Mapped[str]
    minutes: Mapped[int | None]
    percent: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime]


class Submission(Base):
    """A learner's work on one assignment: its draft and its standing.

    `state` is draft, handed-in, returned or graded; a returned work is improved in the
    draft. `draft_serial` counts the savings and `draft_tab` names the browser tab of the
    last one, so that an older tab never overwrites newer words. `revision_id` is where
    the assignment was last worked on, in case a later revision no longer has it.

    A work `is_shared` from the first invitation to work on it together: then it is its members'
    (see GroupMember), and its learner is the first of them. Beside it a member may have a draft
    of their own, put aside when they joined.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index(
            "uq__submissions__own",
            "enrolment_id",
            "assignment",
            unique=True,
            sqlite_where=text("is_shared = 0"),
            postgresql_where=text("NOT is_shared"),
        ),
        Index("ix__submissions__waiting", "module_id", "state", "handed_in_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    assignment: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    draft_text: Mapped[str] = mapped_column(Text, default="")
    draft_link: Mapped[str] = mapped_column(Text, default="", server_default="")
    draft_language: Mapped[str]
    draft_serial: Mapped[int] = mapped_column(default=0)
    draft_saved_at: Mapped[datetime | None]
    draft_tab: Mapped[str] = mapped_column(default="", server_default="")
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("module_revisions.id"))
    handed_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    draft_saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class KeptText(Base):
    """Words that an older tab or another device tried to put over newer ones; the learner decides."""

    __tablename__ = "kept_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SubmissionVersion(Base):
    """The work as it was handed in, kept for ever; `number` counts from one."""

    __tablename__ = "submission_versions"
    __table_args__ = (UniqueConstraint("submission_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str]
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    handed_in_at: Mapped[datetime]
    handed_in_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    receipt: Mapped[str] = mapped_column(unique=True)


class SubmissionFile(Base):
    """A file of a submission; of its draft until `version_id` is set."""

    __tablename__ = "submission_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("submission_versions.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    storage_key: Mapped[str]
    uploaded_at: Mapped[datetime]
