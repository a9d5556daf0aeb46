"""Who carries our mail and under which host; the application plugs it in."""

from collections.abc import Callable
from uuid import uuid4

from lms.foundation.mail import Mailer

_make_mailer: Callable[[], Mailer] | None = None
_host = "localhost"


def use(make_mailer: Callable[[], Mailer], host: str) -> None:
    """Plug in what makes a mailer, one for each run of the worker, and the host our mails are named after."""
    global _make_mailer, _host
    _make_mailer, _host = make_mailer, host


def new_mailer() -> Mailer:
    """Return a mailer of one's own: a connection is never shared."""
    if _make_mailer is None:
        raise RuntimeError("No application has plugged in its mailer.")
    return _make_mailer()


def new_message_id() -> str:
    """Return a name for a mail that no other mail has, without the angle brackets."""
    return f"{uuid4().hex}@{_host}"
