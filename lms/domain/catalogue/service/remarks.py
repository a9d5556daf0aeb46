"""Remarks about pages: told by anybody, settled by administrators."""

from datetime import timedelta

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries
from lms.domain.catalogue.events import PageRemarked
from lms.domain.catalogue.models import PageRemark
from lms.foundation import audit, clock, events
from lms.foundation.db import session

SAME_FORM_FOR = timedelta(minutes=10)


def remark_on_page(author_id: int | None, page: str, language: str, text: str, email: str = "") -> PageRemark:
    """Keep what a reader or a visitor found wrong or missing on a page; a form sent twice is kept once."""
    now = clock.now()
    same = queries.find_same_remark(page, text, author_id, since=now - SAME_FORM_FOR)
    if same is not None:
        return same
    remark = PageRemark(
        page=page, language=language, text=text, email=email, author_id=author_id, created_at=now
    )
    session.add(remark)
    session.flush()
    events.publish(PageRemarked(remark_id=remark.id))
    return remark


def settle_remark(actor: Actor, remark: PageRemark) -> None:
    """Note that a remark has been seen to."""
    if remark.settled_at is None:
        remark.settled_at, remark.settled_by_id = clock.now(), actor.id
        audit.record(actor.label, "remark-settled", f"remark:{remark.id}")


def reopen_remark(actor: Actor, remark: PageRemark) -> None:
    """Take a settled remark up again."""
    if remark.settled_at is not None:
        remark.settled_at = remark.settled_by_id = None
        audit.record(actor.label, "remark-reopened", f"remark:{remark.id}")
