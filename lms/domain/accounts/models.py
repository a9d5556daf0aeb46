"""Tables of people, their sessions and the institutions they belong to."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from lms.foundation.db import Base, SortKey
from lms.foundation.sorting import fold, person_sort_key


class Institution(Base):
    """A place where people work; `kind`, `municipality` and `county` are codes of `places`."""

    __tablename__ = "institutions"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[dict[str, Any]]
    kind: Mapped[str] = mapped_column(index=True)
    municipality: Mapped[str | None] = mapped_column(index=True)
    county: Mapped[str | None]
    country: Mapped[str] = mapped_column(default="LT")
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)
    closed_at: Mapped[datetime | None]


class ListEntry(Base):
    """One entry of a list that the administrator keeps: `category` or `position`."""

    __tablename__ = "list_entries"
    __table_args__ = (UniqueConstraint("list", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str]
    key: Mapped[str]
    label: Mapped[dict[str, Any]]
    place: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class User(Base):
    """A person with an account. `standing` is unconfirmed, active or deactivated."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)  # for comparing: case folded
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(SortKey, index=True)  # follows the name by itself
    search_key: Mapped[str] = mapped_column(default="")  # name and address as people search for them
    password_hash: Mapped[str | None]
    standing: Mapped[str] = mapped_column(default="unconfirmed")
    language: Mapped[str] = mapped_column(default="lt")
    time_zone: Mapped[str] = mapped_column(default="Europe/Vilnius")
    mail_from_hour: Mapped[int] = mapped_column(default=8)
    mail_to_hour: Mapped[int] = mapped_column(default=20)
    mail_days: Mapped[str] = mapped_column(default="1234567", server_default="1234567")  # Monday is 1
    digest_day: Mapped[int] = mapped_column(default=1, server_default="1")  # of the weekly summary
    form_of_address: Mapped[str] = mapped_column(default="")
    appearance: Mapped[str] = mapped_column(default="", server_default="")  # see `appearance`
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"))
    position_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"))
    is_admin: Mapped[bool] = mapped_column(default=False)
    privacy_version: Mapped[str | None]
    privacy_seen_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]

    @validates("name", "email")
    def _keep_keys(self, field: str, value: str) -> str:
        parts = {"name": self.name or "", "email": self.email or "", field: value}
        self.sort_key = person_sort_key(parts["name"])
        self.search_key = fold(f"{parts['name']} {parts['email']}")
        return value


class InstitutionCoordinator(Base):
    """A person who coordinates the learning of one institution."""

    __tablename__ = "institution_coordinators"

    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)


class UserSession(Base):
    """One signed-in browser; ending the row signs it out."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str]
    address: Mapped[str]
    is_shared_computer: Mapped[bool] = mapped_column(default=False)


class AccountToken(Base):
    """A letter's one-time key; `purpose` is confirm, password or email (the change of address)."""

    __tablename__ = "account_tokens"
    __table_args__ = (Index("ix__account_tokens__user_purpose", "user_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    details: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class KeptForm(Base):
    """What somebody typed into a form whose session had expired, until they are back."""

    __tablename__ = "kept_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # whose session it was
    path: Mapped[str]
    fields: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
