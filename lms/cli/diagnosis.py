"""What `lms doctor` looks at: each look says what it found and, where something is wrong, how to mend it."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lms.cli.browsers import find_browser
from lms.cli.checking import has_demo_people
from lms.config import ROOT, Settings
from lms.domain.notifications import queries as notices
from lms.foundation import broker, clock, db, health, mailers, migrating, storage
from lms.foundation.i18n import format_moment, format_number, pgettext
from lms.foundation.i18n import gettext as _
from lms.foundation.mail import MailUnavailable

GIGABYTE = 1024**3
LITTLE_ROOM = 2 * GIGABYTE
NO_ROOM = GIGABYTE // 4
SWEEP_AGE_SECONDS = 300
WELL, DOUBTFUL, WRONG = "well", "doubtful", "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    verdict: str
    says: str
    remedy: str = ""
    what: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything, one after the other; what breaks a look is a finding itself."""
    looks: tuple[tuple[str, Callable[[Settings], Iterator[Finding]]], ...] = (
        (pgettext("part", "Settings"), _settings),
        (pgettext("part", "Database"), _database),
        (pgettext("part", "Broker"), _broker),
        (pgettext("part", "Mail"), _mail),
        (_("Answers by mail"), _answers),
        (pgettext("part", "Files"), _files),
        (pgettext("part", "Worker"), _workers),
        (_("Letters"), _letters),
        (pgettext("part", "Disk"), _disk),
        (pgettext("part", "Languages"), _languages),
        (pgettext("part", "Browser for tests"), _browser),
    )
    for what, look in looks:
        try:
            for finding in look(settings):
                yield replace(finding, what=what)
        except Exception as problem:  # the doctor must get to the end, whatever is broken
            yield Finding(WRONG, _reason(problem), what=what)


def _well(says: str) -> Finding:
    return Finding(WELL, says)


def _reason(problem: Exception) -> str:
    return " ".join(str(getattr(problem, "orig", None) or problem or type(problem).__name__).split())[:300]


def _settings(settings: Settings) -> Iterator[Finding]:
    yield _well(
        _("LMS_ENV is %(env)s, the address is %(address)s.", env=settings.env, address=settings.base_url)
    )
    if settings.is_production and not settings.is_https:
        yield Finding(
            DOUBTFUL,
            _("People reach this installation without encryption."),
            _("Put a reverse proxy with TLS before it and set LMS_BASE_URL to the https address."),
        )
    if settings.is_production and settings.is_https and not settings.trusted_proxies:
        yield Finding(
            DOUBTFUL,
            _("No reverse proxy is trusted, so all visitors seem to come from one address."),
            _("Set LMS_TRUSTED_PROXIES to the number of proxies before the web server."),
        )


def _database(settings: Settings) -> Iterator[Finding]:
    kind = "SQLite" if settings.is_sqlite else "PostgreSQL"
    engine: Any = db.connect(settings.database_url)
    try:
        with engine.connect() as connection:
            is_current = migrating.is_current(connection)
    except Exception as problem:
        yield Finding(
            WRONG,
            _("%(kind)s does not answer: %(reason)s", kind=kind, reason=_reason(problem)),
            _("Start the database, or mend LMS_DATABASE_URL."),
        )
        return
    if not is_current:
        yield Finding(
            WRONG,
            _("%(kind)s answers, but its tables are not those of this program.", kind=kind),
            _("Run: lms db upgrade"),
        )
        return
    yield _well(_("%(kind)s answers and is up to date.", kind=kind))
    if settings.is_production and has_demo_people():
        yield Finding(
            WRONG,
            _("It holds demo accounts, whose passwords everybody knows."),
            _("Give production a database of its own: LMS_DATABASE_URL."),
        )


def _broker(settings: Settings) -> Iterator[Finding]:
    connection = broker.connect(settings.redis_url)
    if broker.is_up(connection):
        yield _well(_("The broker answers."))
        return
    yield Finding(
        WRONG,
        _("The broker does not answer. Nothing is lost, but mail leaves later."),
        _("Start Redis or Valkey, or mend LMS_REDIS_URL. The demo starts its own: lms demo"),
    )


def _mail(settings: Settings) -> Iterator[Finding]:
    try:
        mailers.connect(settings.mail_url, settings.mail_from).check()
    except MailUnavailable as problem:
        yield Finding(
            WRONG,
            _("No mail can be sent: %(reason)s", reason=problem.reason),
            _("Start the mail server, or mend host, user and password in LMS_MAIL_URL."),
        )
        return
    if settings.has_local_mailbox:
        yield _well(
            _("Mail is kept in the folder %(folder)s and not sent to anybody.", folder=settings.mail_url)
        )
    else:
        yield _well(_("The mail server answers."))


def _answers(settings: Settings) -> Iterator[Finding]:
    if not settings.reply_domain:
        yield _well(_("Letters cannot be answered by mail; LMS_REPLY_DOMAIN is not set."))
        return
    if settings.has_local_mailbox:
        says = _("Mail is kept in a folder here, so nobody can answer it; LMS_REPLY_DOMAIN is of no use.")
        yield Finding(DOUBTFUL, says)
        return
    db.connect(settings.database_url)
    with db.reading():
        is_open = any(sign.is_alive for sign in health.signs_of_life(health.MAIL_IN))
    if is_open:
        yield _well(_("Answers to addresses of %(domain)s are taken in.", domain=settings.reply_domain))
        return
    yield Finding(
        WRONG,
        _(
            "LMS_REPLY_DOMAIN is set, and nobody takes the mail in. "
            "The mail server keeps answers for some days."
        ),
        _("Start it: lms mail-in. Then let the mail server deliver to it, as docs/mail-in.md says."),
    )


def _files(settings: Settings) -> Iterator[Finding]:
    try:
        storage.connect(settings.storage_url).check()
    except ImportError:
        yield Finding(
            WRONG,
            _("The library for S3 is not installed."),
            _("Run: .venv/bin/python -m pip install --require-hashes -r requirements/s3.txt"),
        )
    except (storage.StorageUnavailable, storage.StorageFull) as problem:
        yield Finding(
            WRONG,
            _("Files cannot be kept: %(reason)s", reason=_reason(problem.__cause__ or problem)),  # type: ignore[arg-type]
            _("Make room, give this user the right to write there, or mend LMS_STORAGE_URL."),
        )
    else:
        yield _well(_("Files can be kept."))


def _workers(settings: Settings) -> Iterator[Finding]:
    db.connect(settings.database_url)
    with db.reading():
        workers = [sign for sign in health.signs_of_life(health.WORKER) if sign.is_alive]
        sweeps = health.signs_of_life(health.SWEEPER)
    if not workers:
        yield Finding(
            WRONG,
            _("No worker has given a sign of life. Mail waits until there is one."),
            _("Start one: lms worker"),
        )
    else:
        yield _well(_("Workers alive: %(count)s", count=format_number(len(workers))))
    if sweeps and (clock.now() - sweeps[0].at).total_seconds() < SWEEP_AGE_SECONDS:
        yield _well(_("Outbox last swept: %(moment)s", moment=format_moment(sweeps[0].at, style="short")))
    elif workers:
        yield Finding(
            WRONG,
            _("The outbox has not been swept for some minutes."),
            _("Start workers with `lms worker`, which sweeps too; worker.py alone does not."),
        )


def _letters(settings: Settings) -> Iterator[Finding]:
    db.connect(settings.database_url)
    with db.reading():
        pause = notices.find_pause()
    if pause is None:
        yield _well(_("Letters are sent as they come."))
        return
    yield Finding(
        DOUBTFUL,
        _(
            "Letters have been paused since %(moment)s. Who: %(name)s. Why: %(reason)s",
            moment=format_moment(pause.began_at, style="short"),
            name=pause.by,
            reason=pause.reason,
        ),
        _("An administrator resumes sending on the page “Outbox”."),
    )


def _disk(settings: Settings) -> Iterator[Finding]:
    for folder in sorted(_folders(settings)):
        free = health.free_bytes(folder)
        says = _("%(folder)s: %(free)s GB free", folder=folder, free=format_number(round(free / GIGABYTE, 1)))
        if free >= LITTLE_ROOM:
            yield _well(says)
        else:
            yield Finding(WRONG if free < NO_ROOM else DOUBTFUL, says, _("Make room on this disk."))


def _folders(settings: Settings) -> set[Path]:
    """Return the folders of this installation that grow; two on the same disk count once."""
    found = []
    if settings.sqlite_file:
        found.append(settings.sqlite_file.parent)
    if not settings.storage_url.startswith("s3://"):
        found.append(Path(settings.storage_url))
    if settings.has_local_mailbox:
        found.append(Path(settings.mail_url))
    disks: dict[int, Path] = {}
    for folder in found:
        existing = next(each for each in (folder, *folder.parents) if each.exists())
        disks.setdefault(existing.stat().st_dev, folder)
    return set(disks.values())


def _languages(_settings: Settings) -> Iterator[Finding]:
    compiled = ROOT / "translations" / "lt" / "LC_MESSAGES" / "messages.mo"
    sources = list((ROOT / "translations" / "lt").glob("*.po"))
    if not compiled.exists():
        yield Finding(WRONG, _("The Lithuanian catalogue is missing."), _("Run: make translate"))
    elif compiled.stat().st_mtime < max(file.stat().st_mtime for file in sources):
        yield Finding(DOUBTFUL, _("The Lithuanian catalogue is old."), _("Run: make translate"))
    else:
        yield _well(_("The Lithuanian catalogue is up to date."))


def _browser(_settings: Settings) -> Iterator[Finding]:
    if importlib.util.find_spec("playwright") is None:
        return  # not a machine where tests run
    browser = find_browser()
    if browser:
        yield _well(browser)
        return
    yield Finding(
        DOUBTFUL,
        _("There is no browser for the tests."),
        _("Run apt-get install chromium, or .venv/bin/playwright install chromium."),
    )
