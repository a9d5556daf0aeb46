"""Who may open a notice, and who may look into the outbox."""

from lms.domain.accounts.actor import Actor
from lms.domain.notifications.models import Notice


def may_open(actor: Actor, notice: Notice) -> bool:
    """A notice is its recipient's alone; what went by mail only is not in the app."""
    return notice.is_in_app and notice.recipient_id == actor.id


def may_see_outbox(actor: Actor, *_things: object) -> bool:
    """Whether mail goes out is the administrator's business; what people wrote does not stand there."""
    return actor.is_admin
