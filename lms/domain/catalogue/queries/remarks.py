"""What people found wrong or missing on pages."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from lms.domain.accounts.models import User
from lms.domain.catalogue.models import PageRemark
from lms.foundation.db import session
from lms.foundation.errors import NotFound


class RemarkLine(NamedTuple):
    """One line of the administrator's list of remarks."""

    remark: PageRemark
    author_name: str | None
    author_email: str | None


def get_remark(remark_id: int) -> PageRemark:
    """Return a remark for the administrator, or refuse."""
    remark = session.get(PageRemark, remark_id)
    if remark is None:
        raise NotFound()
    return remark


def find_same_remark(page: str, text: str, author_id: int | None, since: datetime) -> PageRemark | None:
    """Return the remark that a form which is sent twice has made already."""
    return session.scalar(
        select(PageRemark)
        .where(PageRemark.page == page, PageRemark.text == text, PageRemark.created_at >= since)
        .where(PageRemark.author_id.is_(None) if author_id is None else PageRemark.author_id == author_id)
        .limit(1)
    )


def list_remarks(*, settled: bool, limit: int, offset: int = 0) -> list[RemarkLine]:
    """Return the remarks that still wait, oldest first, or those that are settled, newest first."""
    order = PageRemark.settled_at.desc() if settled else PageRemark.created_at
    rows = session.execute(
        select(PageRemark, User.name, User.email)
        .outerjoin(User, User.id == PageRemark.author_id)
        .where(PageRemark.settled_at.is_not(None) if settled else PageRemark.settled_at.is_(None))
        .order_by(order, PageRemark.id)
        .limit(limit)
        .offset(offset)
    )
    return [RemarkLine(*row) for row in rows]


def count_remarks() -> tuple[int, int]:
    """Count the remarks that wait and those that are settled."""
    waiting, settled = session.execute(
        select(func.count().filter(PageRemark.settled_at.is_(None)), func.count(PageRemark.settled_at))
    ).one()
    return waiting, settled
