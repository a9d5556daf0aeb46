"""What `lms demo` does once: the database, the courses, the demo accounts. Runs in a process of its own."""

import os

from lms.config import Settings
from lms.foundation.i18n import gettext as _


def main() -> int:
    """Bring everything to where the demo begins; what is there already stays as it is."""
    from lms.cli import logs
    from lms.foundation import migrating

    settings = Settings.from_environment(os.environ)
    logs.install(settings)
    migrating.upgrade(settings.database_url)
    print(_("Database: up to date"), flush=True)
    return 0
