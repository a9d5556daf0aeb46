"""What `lms demo` does once: the database, the courses, the demo accounts. Runs in a process of its own."""

import os

from lms.config import ROOT, Settings
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext


def main() -> int:
    """Bring everything to where the demo begins; what is there already stays as it is."""
    from lms import wiring
    from lms.cli import courses, logs
    from lms.cli.demo_accounts import ensure_people
    from lms.domain.accounts import service as accounts
    from lms.foundation import db, migrating, storage

    settings = Settings.from_environment(os.environ)
    logs.install(settings)
    migrating.upgrade(settings.database_url)
    db.connect(settings.database_url)
    storage.use(storage.connect(settings.storage_url))
    wiring.connect()
    with db.unit_of_work():
        accounts.ensure_lists()
    _say(_("Database: up to date"))
    outcome = courses.publish_folder(ROOT / "modules", "command:demo", _say, keeps_withdrawn=True)
    courses.print_problems([each for each in outcome.problems if each.severity == "error"])
    with db.unit_of_work():
        made = ensure_people()
    if made:
        _say(ngettext("Demo: %(num)s account was made", "Demo: %(num)s accounts were made", made))
    return 0


def _say(line: str) -> None:
    print(line, flush=True)
