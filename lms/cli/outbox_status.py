"""`lms outbox status`: what waits to be sent, what failed, and whether anybody is sending."""

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

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
    """Print how letters and jobs stand; problems are what failed or has waited too long."""
    settings = environment.settings()
    from lms.domain.notifications import queries as notices
    from lms.foundation import broker, clock, db, health, job_runs

    db.connect(settings.database_url)
    now = clock.now()
    with db.reading():
        outbox, pause = notices.look_at_outbox(now), notices.find_pause()
        signs = [sign for sign in health.signs_of_life() if sign.is_alive]
        sweeps = health.signs_of_life(health.SWEEPER)
        unwell = [each for each in job_runs.last_runs().values() if each.failure]
    workers = [sign for sign in signs if sign.kind == health.WORKER]
    is_late = outbox.oldest_due is not None and (now - outbox.oldest_due).total_seconds() > TOO_LONG_SECONDS
    for line in (
        *_letters(outbox),
        *_queue(broker.connect(settings.redis_url)),
        _("Workers alive: %(count)s", count=format_number(len(workers))),
        *(_swept(sweeps[0].at) if sweeps else ()),
        *_mail_in(settings, signs),
        *_runs(unwell),
        *_waiting(outbox.oldest_due),
        *_pause(pause),
    ):
        print(line)
    if is_late and not workers:
        print(_("No worker is running. Start one: lms worker"))
    # What waits because somebody said so is no fault.
    return PROBLEMS if (is_late and not pause) or outbox.failed or unwell else WELL


def _letters(outbox: Any) -> Iterator[str]:
    figures = (
        (pgettext("mail", "Waiting"), outbox.waiting),
        (pgettext("mail", "Being sent"), outbox.sending),
        (pgettext("mail", "Sent in the last 24 hours"), outbox.sent_within_a_day),
        (pgettext("mail", "Failed"), outbox.failed),
        (pgettext("mail", "Came back"), outbox.bounced),
    )
    yield from (_figure(words, number) for words, number in figures)


def _queue(connection: Any) -> Iterator[str]:
    from lms.foundation import broker, queue_watch

    try:
        standing = queue_watch.look(connection)
    except broker.BrokerDown:
        yield _("The broker does not answer")
        return
    yield _figure(_("Jobs waiting"), standing.waiting)
    yield _figure(_("Failed jobs"), standing.failed)


def _figure(words: str, number: int) -> str:
    return f"{words:<36}{format_number(number):>8}"


def _swept(at: datetime) -> Iterator[str]:
    yield _("Outbox last swept: %(moment)s", moment=format_moment(at, style="short"))


def _mail_in(settings: Any, signs: Any) -> Iterator[str]:
    from lms.foundation import health

    if not settings.reply_domain:
        return
    if any(sign.kind == health.MAIL_IN for sign in signs):
        yield _("Answers to addresses of %(domain)s are taken in.", domain=settings.reply_domain)
    else:
        yield _("Nobody takes mail in just now. Start it: lms mail-in")


def _runs(unwell: Any) -> Iterator[str]:
    from lms.domain.notifications.job_names import job_words

    for each in unwell:
        yield _(
            "Failed on %(moment)s: %(job)s (%(reason)s)",
            moment=format_moment(each.began_at, style="short"),
            job=job_words(each.name),
            reason=each.failure,
        )


def _waiting(oldest: datetime | None) -> Iterator[str]:
    if oldest is not None:
        moment = format_moment(oldest, style="short")
        yield _("The oldest mail has been waiting since %(moment)s.", moment=moment)


def _pause(pause: Any) -> Iterator[str]:
    if pause is not None:
        yield _(
            "Letters have been paused since %(moment)s. Who: %(name)s. Why: %(reason)s",
            moment=format_moment(pause.began_at, style="short"),
            name=pause.by,
            reason=pause.reason,
        )
