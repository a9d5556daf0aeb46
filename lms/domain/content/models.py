"""Tables of modules, their immutable revisions, pictures and confirmations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Module(Base):
    """A module by its slug; points at the revision that learners see."""

    __tablename__ = "modules"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    current_revision_id: Mapped[int | None] = mapped_column(ForeignKey("module_revisions.id", use_alter=True))
    withdrawn_at: Mapped[datetime | None]


class ModuleRevision(Base):
    """One published state of a module in all its languages; never changed once written."""

    __tablename__ = "module_revisions"
    __table_args__ = (UniqueConstraint("module_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(index=True)
    source_digest: Mapped[str]
    sources: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")  # the text files, as JSON
    compiled: Mapped[str] = mapped_column(Text)
    renderer: Mapped[str]
    change: Mapped[str] = mapped_column(default="minor")
    published_at: Mapped[datetime]
    published_by: Mapped[str]


class ContentMedia(Base):
    """A file of a revision, stored by its sha256."""

    __tablename__ = "content_media"
    __table_args__ = (UniqueConstraint("revision_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("module_revisions.id"), index=True)
    path: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[str]
    size: Mapped[int]


class Confirmation(Base):
    """An author's word that a translation still fits its changed source."""

    __tablename__ = "translation_confirmations"
    __table_args__ = (UniqueConstraint("module_id", "language", "base_fingerprint", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"))
    language: Mapped[str]
    base_fingerprint: Mapped[str]
    fingerprint: Mapped[str]
    confirmed_by: Mapped[str]
    confirmed_at: Mapped[datetime]
