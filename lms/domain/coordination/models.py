"""The table of invitations."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
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
