"""Tell the rooms above what has happened.

An event is a frozen dataclass named in the past tense, published by the service
that did the deed. Events wait until the deed is finished and are told just
before the commit, oldest first, in the same transaction. Whoever subscribes
imports the event's class, so events can only travel up.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session, SessionTransaction

from lms.foundation.db import session


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that has happened; carries ids only."""


Handler = Callable[[Any], None]
_handlers: dict[type[Event], list[Handler]] = defaultdict(list)


def connect(handlers: Iterable[tuple[type[Event], Handler]]) -> None:
    """Replace all subscriptions by these, in this order."""
    _handlers.clear()
    for event_type, handler in handlers:
        _handlers[event_type].append(handler)


def listeners() -> dict[type[Event], list[Handler]]:
    """Return who listens to what, for whoever draws the map."""
    return {event_type: list(handlers) for event_type, handlers in _handlers.items()}


def publish(event: Event) -> None:
    """Have the event told once the deed is finished."""
    session().info.setdefault("events", deque()).append(event)


@sqlalchemy_event.listens_for(Session, "before_commit")
def _tell(committing: Session) -> None:
    if committing.in_nested_transaction():
        return
    waiting = committing.info.setdefault("events", deque())
    while waiting:
        event = waiting.popleft()
        for handler in _handlers.get(type(event), ()):
            handler(event)


@sqlalchemy_event.listens_for(Session, "after_soft_rollback")
def _forget(rolled_back: Session, ended: SessionTransaction) -> None:
    # Rolling back to a savepoint must not silence the deed around it.
    if not ended.nested:
        rolled_back.info.pop("events", None)
