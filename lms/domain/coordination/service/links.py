"""Looking at the addresses outside that courses link to, a few at a time; and an author's word about one."""

import os
import socket
from uuid import uuid4

from lms.domain.accounts.actor import Actor
from lms.domain.coordination import link_checks, queries
from lms.domain.coordination.models import CourseLink
from lms.foundation import audit, clock, db, leases
from lms.foundation.errors import NotFound
from lms.foundation.outside import Found

LEASE, LEASE_SECONDS = "link-checks", 600.0
MOST_IN_A_RUN = 20


def check_some_links() -> int:
    """Look at some addresses that are due, one after the other, one of each server; return how many."""
    visit = link_checks.visitor()
    if visit is None:
        return 0
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    if not leases.acquire(LEASE, holder, LEASE_SECONDS):
        return 0
    try:
        with db.reading():
            due = queries.list_due_links(clock.now(), MOST_IN_A_RUN)
        for link in due:
            found = visit(link.address)  # with no transaction open: a server may take its time
            with db.unit_of_work():
                _note(link.address, found)
    finally:
        leases.release(LEASE, holder)
    return len(due)


def _note(address: str, found: Found) -> None:
    now = clock.now()
    for row in queries.list_links_at(address):
        standing = link_checks.standing_after(found, row.failures, now)
        row.trouble, row.failures = standing.trouble, standing.failures
        row.checked_at, row.due_at = now, standing.due_at
        row.broken_since = (row.broken_since or now) if standing.is_broken else None
        if not standing.trouble:
            row.accepted_at = row.accepted_by_id = None  # If it breaks one day, that is news.


def accept_link(actor: Actor, link_id: int) -> CourseLink:
    """Say as an author that a link works although our program could not follow it."""
    row = queries.get_link_for_change(link_id)
    if row is None or not row.host:
        raise NotFound()
    row.accepted_at, row.accepted_by_id = clock.now(), actor.id
    audit.record(actor.label, "link-accepted", f"module:{row.module_id}", address=row.address)
    return row
