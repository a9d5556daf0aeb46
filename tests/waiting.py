"""What waits for an author, as the one list of all rooms says it, for tests of those rooms."""

from lms.domain.accounts.actor import Actor
from lms.domain.coordination import promises, queries

WORKS = (promises.WORK, promises.SECOND_GRADING)


def waiting_ids(actor: Actor, *kinds: str) -> list[int]:
    """The ids of what waits of these kinds, in the order of the list; works, if nothing else is said."""
    return [item.id for item in queries.list_waiting(actor, limit=100) if item.kind in (kinds or WORKS)]


def next_id(actor: Actor, kind: str = promises.WORK, *, besides: int = 0) -> int | None:
    """The id of what is offered next."""
    item = queries.find_next_waiting(actor, kind, besides)
    return item.id if item else None
