"""Tables around work that is being made: files on their way, and dates to hand in by; part of `models`."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class UnfinishedUpload(Base):
    """A file that comes piece by piece; it joins the draft once it is whole.

    `name`, `size` and `modified` (as the browser tells it) say which file of its owner it is, so that
    choosing it again goes on where it stopped. A finished row stays for a day for whoever asks again.
    """

    __tablename__ = "unfinished_uploads"
    __table_args__ = (
        UniqueConstraint(
            "learner_id", "module_id", "assignment", "name", "size", "modified",
            name="uq__unfinished_uploads__file",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    assignment: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    modified: Mapped[str]
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]


class UploadChunk(Base):
    """One piece of a file that is on its way, by where it begins."""

    __tablename__ = "upload_chunks"

    upload_id: Mapped[int] = mapped_column(ForeignKey("unfinished_uploads.id"), primary_key=True)
    begins_at: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    storage_key: Mapped[str]


class PlannedDate(Base):
    """The day by which a learner means to hand in; their own plan, and nobody else sees it."""

    __tablename__ = "planned_dates"

    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True)
    assignment: Mapped[str] = mapped_column(primary_key=True)
    planned_on: Mapped[date]
    set_at: Mapped[datetime]


class AgreedDate(Base):
    """The day until which the authors wait for one learner's work; later work is taken as well."""

    __tablename__ = "agreed_dates"
    __table_args__ = (UniqueConstraint("learner_id", "module_id", "assignment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    assignment: Mapped[str]
    agreed_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    language: Mapped[str]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    agreed_at: Mapped[datetime]
