"""Each kind of notice hears its event."""

from functools import partial

from lms.domain.notifications.notices import NOTICES
from lms.domain.notifications.service import notify

HANDLERS = [(notice.when, partial(notify, notice)) for notice in NOTICES]
