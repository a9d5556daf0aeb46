"""Pages of notices: the person's own, the administrator's outbox, the demo's mailbox."""

from lms.web.notifications import choices, feed, mailbox, outbox, own
from lms.web.notifications.blueprint import blueprint

__all__ = ["blueprint", "choices", "feed", "mailbox", "outbox", "own"]
