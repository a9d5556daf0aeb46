"""What happens to consultation hours when an account is closed."""

from lms.domain.accounts.events import UserDeactivated
from lms.domain.consultations import service
from lms.foundation.events import Event, Handler


def release_hours(event: UserDeactivated) -> None:
    """Nobody waits for somebody who will not come."""
    service.release_hours(event.user_id)


HANDLERS: list[tuple[type[Event], Handler]] = [(UserDeactivated, release_hours)]
