"""The table of questions and answers that stand beside a block of a lesson."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base


class FaqEntry(Base):
    """A question with its answer, in the languages in which somebody has written them.

    `state` is proposed (only authors see it), published or withdrawn. `source` says where it came
    from, "conversation:12" say; learners never see it. `version` rises with everything that changes
    what learners see, so that pages that are kept know when to be made anew.
    """

    __tablename__ = "faq_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("modules.id"), index=True)
    lesson: Mapped[str]
    block: Mapped[str | None]
    source: Mapped[str] = mapped_column(index=True)
    question: Mapped[dict[str, Any]]
    answer: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="proposed")
    version: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
