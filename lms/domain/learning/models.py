"""Tables of the register: enrolments, readings, achievements; and the learners' own notes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class ProgrammeEnrolment(Base):
    """A learner's place in a programme; leaving and returning keep the row."""

    __tablename__ = "programme_enrolments"
    __table_args__ = (UniqueConstraint("learner_id", "programme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    enrolled_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class Enrolment(Base):
    """A learner's place in one module, and, once reached, how it was completed.

    `completed_*` is the evidence: revision, language, rule (the requirement keys that
    were asked for) and the institution the learner belonged to at that moment.
    """

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("learner_id", "module_id"),
        Index("ix__enrolments__module_completed", "module_id", "completed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    enrolled_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    place_lesson: Mapped[str | None]
    place_block: Mapped[str | None]
    place_language: Mapped[str | None]
    place_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    completed_revision_id: Mapped[int | None] = mapped_column(ForeignKey("module_revisions.id"))
    completed_language: Mapped[str | None]
    completed_rule: Mapped[list[Any] | None]
    completed_minutes: Mapped[int | None]
    completed_institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))


class Reading(Base):
    """A lesson that the learner has marked as read, with the revision and language read."""

    __tablename__ = "readings"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    lesson: Mapped[str] = mapped_column(primary_key=True)
    read_at: Mapped[datetime]
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    language: Mapped[str]


class Achievement(Base):
    """One learner's standing on one requirement; one row, raised in place."""

    __tablename__ = "achievements"
    __table_args__ = (UniqueConstraint("enrolment_id", "requirement_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    requirement_key: Mapped[str]
    score: Mapped[int | None]
    max_score: Mapped[int | None]
    is_passed: Mapped[bool]
    achieved_at: Mapped[datetime]
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    language: Mapped[str]
    source: Mapped[str]


class Note(Base):
    """What a learner wrote or highlighted at one block; nobody else ever sees it.

    `quote` is the block's text as it was then, in `language`, so that the note is understood
    also when the block was changed or is gone. A block can move to another lesson and keeps its id.
    """

    __tablename__ = "notes"
    __table_args__ = (UniqueConstraint("learner_id", "module_id", "block"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    lesson: Mapped[str]
    block: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    is_highlighted: Mapped[bool] = mapped_column(default=False)
    quote: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str]
    written_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class StudyPlan(Base):
    """What a learner has chosen for themself: so much a week, on these days; the plan is reckoned from it.

    `days` are numbers of weekdays, Monday is 1. A pause ends on `paused_until`, or with the next
    lesson; `reminded_on` keeps reminders a week apart.
    """

    __tablename__ = "study_plans"

    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    minutes_a_week: Mapped[int]
    days: Mapped[list[Any]]
    target_on: Mapped[date | None]
    is_reminded: Mapped[bool] = mapped_column(default=True)
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    reminded_on: Mapped[date | None]
    created_at: Mapped[datetime]


class SelfRating(Base):
    """How well a learner says they can do one thing, before a module or after it; others see counts only.

    `moment` is before or after, `statement` the key of what the module asks, `level` one to four.
    """

    __tablename__ = "self_ratings"
    __table_args__ = (Index("ix__self_ratings__module", "module_id", "moment"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    moment: Mapped[str] = mapped_column(primary_key=True)
    statement: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"))
    language: Mapped[str]
    rated_at: Mapped[datetime]
