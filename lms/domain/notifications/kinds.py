"""What a kind of notice is; the kinds themselves stand in `notices`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from typing import Any

from lms.foundation.events import Event
from lms.foundation.mail import Invitation

About = Mapping[str, Any]
Way = tuple[str, dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who is told of what: `subject` is the thing, `occasion` what happened, `about` fills the templates.

    `about_each` holds, by recipient, what differs where many are told of one deed.
    """

    subject: str
    occasion: str
    recipients: Sequence[int] = ()
    sender_id: int | None = None
    address: str = ""
    language: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    about_each: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    of_deed_since: datetime | None = None


@dataclass(frozen=True)
class NoticeKind:
    """One kind of notice: when it arises, whom it tells of what, and where it leads.

    `tell` gives None where this event is not this kind's. `leads_to` gives the page of the
    very thing, or None once there is nothing to go to any more. A kind that `joins` others
    becomes a word in the notice of one of them where both come from one deed. People choose
    by `topic` how they want to be told (see `topics`). A kind that `gathers` sends one letter
    about a thing and, while its recipient has not looked, what follows soon after together.
    """

    kind: str
    topic: str
    when: type[Event]
    tell: Callable[[Any], Told | None]
    leads_to: Callable[[About], Way | None]
    _: KW_ONLY
    is_urgent: bool = False
    is_in_app: bool = True
    joins: Sequence[str] = ()
    gathers: bool = False
    # What enters the thing in a calendar, of what the notice says, its recipient's name and address, and
    # when it was written. Such mail leaves by itself: a file that is one of many would be found by nobody.
    invitation: Callable[[About, str, str, datetime], Invitation] | None = None
    # Kinds whose letter about the same thing need not leave any more, once this one is told.
    outdates: Sequence[str] = ()
    # Whether a letter that has waited comes too late to tell anything.
    is_over: Callable[[About, datetime], bool] | None = None
