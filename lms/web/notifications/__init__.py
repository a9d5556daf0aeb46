"""Pages of notices: the person's own, the administrator's outbox, the demo's mailbox."""

from lms.web.notifications import (
    choices,
    failed_jobs,
    feed,
    letters,
    mailbox,
    outbox,
    own,
    pauses,
    received,
)
from lms.web.notifications.blueprint import blueprint

__all__ = [
    "blueprint",
    "choices",
    "failed_jobs",
    "feed",
    "letters",
    "mailbox",
    "outbox",
    "own",
    "pauses",
    "received",
]
