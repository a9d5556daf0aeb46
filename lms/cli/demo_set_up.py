"""What `lms demo` does once: the database, the courses, the demo accounts. Runs in a process of its own."""

import os
import sys

from lms.cli import PROBLEMS
from lms.cli.db_upgrade import bring_up_to_date
from lms.config import ROOT, Settings
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext


def main() -> int:
    """Bring everything to where the demo begins; what is there already stays as it is."""
    from lms import wiring
    from lms.cli import courses, logs
    from lms.cli.demo_accounts import ensure_people
    from lms.cli.demo_contacts import ensure_contacts
    from lms.foundation import db, storage

    settings = Settings.from_environment(os.environ)
    logs.install(settings)
    modules = ROOT / "modules"
    if not modules.is_dir():
        print(_("There are no courses: the folder %(folder)s is missing.", folder=modules), file=sys.stderr)
        return PROBLEMS
    bring_up_to_date(settings)
    storage.use(storage.connect(settings.storage_url))
    wiring.connect()
    _say(_("Database: up to date"))
    outcome = courses.publish_folder(modules, "command:demo", _say, keeps_withdrawn=True)
    courses.print_problems([each for each in outcome.problems if each.severity == "error"])
    with db.unit_of_work():
        made = ensure_people()
        ensure_contacts()
    if made:
        _say(ngettext("Demo: %(num)s account was made", "Demo: %(num)s accounts were made", made))
    return 0


def _say(line: str) -> None:
    print(line, flush=True)
