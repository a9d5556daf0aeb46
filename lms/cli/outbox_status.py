"""`lms outbox status`: what waits to be sent, and whether anybody is sending."""

import argparse

from lms.cli import PROBLEMS, WELL, environment
from lms.config import N_
from lms.foundation.i18n import format_moment, format_number, pgettext
from lms.foundation.i18n import gettext as _

NAME = "outbox status"
HELP = N_("show what waits to be sent and what has failed")
TOO_LONG_SECONDS = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be typed after `lms outbox status`."""


def run(arguments: argparse.Namespace) -> int:
    """Print the mails in each state; problems are mails that failed or have waited too long."""
    settings = environment.settings()
    from lms.domain.notifications import queries as notices
    from lms.foundation import clock, db, health

    db.connect(settings.database_url)
    now = clock.now()
    with db.reading():
        counted = notices.count_outbox_by_state()
        oldest = notices.find_oldest_due(now)
        workers = [sign for sign in health.signs_of_life(health.WORKER) if sign.is_alive]
        sweeps = health.signs_of_life(health.SWEEPER)
    for state, text in _states().items():
        print(f"{text:<28}{format_number(counted.get(state, 0)):>10}")
    print(_("Workers alive: %(count)s", count=format_number(len(workers))))
    if sweeps:
        print(_("Outbox last swept: %(moment)s", moment=format_moment(sweeps[0].at, style="short")))
    is_late = oldest is not None and (now - oldest).total_seconds() > TOO_LONG_SECONDS
    if oldest is not None:
        print(
            _(
                "The oldest mail has been waiting since %(moment)s.",
                moment=format_moment(oldest, style="short"),
            )
        )
    if is_late and not workers:
        print(_("No worker is running. Start one: lms worker"))
    return PROBLEMS if is_late or counted.get("failed") else WELL


def _states() -> dict[str, str]:
    return {
        "waiting": pgettext("mail", "Waiting"),
        "sending": pgettext("mail", "Being sent"),
        "sent": pgettext("mail", "Sent"),
        "failed": pgettext("mail", "Failed"),
        "bounced": pgettext("mail", "Came back"),
        "dropped": pgettext("mail", "Not sent, no longer needed"),
    }
