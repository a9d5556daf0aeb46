"""Who carries our mail, under which host, and where answers to it go; the application plugs it in."""

from collections.abc import Callable
from uuid import uuid4

from lms.foundation.mail import Mailer

_make_mailer: Callable[[], Mailer] | None = None
_host = "localhost"
_reply_domain = ""


def use(make_mailer: Callable[[], Mailer], host: str, reply_domain: str = "") -> None:
    """Plug in what makes a mailer, one for each run of the worker, and the host our mails are named after.

    Answers and bounces come to addresses under `reply_domain`; without it letters cannot be answered.
    """
    global _make_mailer, _host, _reply_domain
    _make_mailer, _host, _reply_domain = make_mailer, host, reply_domain


def reply_domain() -> str:
    """Return the domain of the addresses at which we take mail in, or nothing."""
    return _reply_domain


def new_mailer() -> Mailer:
    """Return a mailer of one's own: a connection is never shared."""
    if _make_mailer is None:
        raise RuntimeError("No application has plugged in its mailer.")
    return _make_mailer()


def new_message_id() -> str:
    """Return a name for a mail that no other mail has, without the angle brackets."""
    return f"{uuid4().hex}@{_host}"
