"""The table of the addresses at which calendars fetch people's own dates; part of `models`."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class CalendarFeed(Base):
    """The private address at which one person's own dates can be fetched, for as long as the row stands.

    The token of the address stands nowhere: it is made again from `nonce` and the installation's key
    to be shown to its owner, and recognised by its digest.
    """

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    nonce: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
