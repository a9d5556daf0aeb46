"""What the worker does for this room."""

from datetime import timedelta

from lms.domain.accounts.queries import expiry
from lms.domain.accounts.service.sessions import FORM_KEPT_FOR
from lms.foundation import clock
from lms.foundation.db import unit_of_work

KEYS_KEPT_FOR = timedelta(days=30)
SESSIONS_KEPT_FOR = timedelta(days=90)


def forget_what_has_served() -> None:
    """Delete kept forms, letters' keys and sessions that nobody can use any more; may run twice."""
    now = clock.now()
    with unit_of_work():
        expiry.delete_forms(now - FORM_KEPT_FOR)
        expiry.delete_keys(now - KEYS_KEPT_FOR)
        expiry.delete_sessions(now - SESSIONS_KEPT_FOR)
