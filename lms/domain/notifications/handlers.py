"""Each kind of notice hears its event; what waits hears of other hours."""

from functools import partial

from lms.domain.accounts.events import MailHoursChanged
from lms.domain.notifications import choosing
from lms.domain.notifications.notices import NOTICES
from lms.domain.notifications.service import notify
from lms.foundation.events import Event, Handler


def follow_hours(event: MailHoursChanged) -> None:
    """Let the letters that wait for somebody leave as they want them now."""
    choosing.follow(event.user_id)


HANDLERS: list[tuple[type[Event], Handler]] = [
    *((notice.when, partial(notify, notice)) for notice in NOTICES),
    (MailHoursChanged, follow_hours),
]
