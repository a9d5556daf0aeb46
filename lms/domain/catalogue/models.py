"""Tables of programmes, their modules and staff, news and the site's own texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class Programme(Base):
    """A programme of topic modules, as its programme.yaml describes it."""

    __tablename__ = "programmes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]]
    aim: Mapped[dict[str, Any]]
    place: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None]


class ProgrammeModule(Base):
    """A module's place in a programme."""

    __tablename__ = "programme_modules"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), primary_key=True, index=True)
    place: Mapped[int]


class Staff(Base):
    """A person's duty for a programme or a single module; `duty` is author or coordinator."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("user_id", "duty", "programme_id", "module_id"),
        CheckConstraint("(programme_id IS NULL) <> (module_id IS NULL)", name="one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    duty: Mapped[str]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"), index=True)


class News(Base):
    """A piece of news written by the administrator in both languages (markdown)."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]


class SiteText(Base):
    """One of the operator's own texts: contact, help, privacy, … by key and version."""

    __tablename__ = "site_texts"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    version: Mapped[int]
    text: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PageRemark(Base):
    """What somebody found wrong or missing on a page, for the administrators."""

    __tablename__ = "page_remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    # Only where an answer is wanted; a member's own address is known from the account.
    email: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
