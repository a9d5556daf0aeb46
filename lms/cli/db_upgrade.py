"""`lms db upgrade`: bring the database to the shape that this program expects."""

import argparse

from lms.cli import WELL, environment
from lms.config import N_, Settings
from lms.foundation.i18n import gettext as _

NAME = "db upgrade"
HELP = N_("bring the database up to date with this program")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be typed after `lms db upgrade`."""


def run(arguments: argparse.Namespace) -> int:
    """Run the migrations that the database has not seen; what runs at the same time waits."""
    bring_up_to_date(environment.settings())
    print(_("The database is up to date."))
    return WELL


def bring_up_to_date(settings: Settings) -> None:
    """Run what is missing, and fill the lists that an administrator finds filled at the beginning."""
    from lms.domain.accounts import service as accounts
    from lms.domain.coordination import service as coordination
    from lms.domain.search import service as search
    from lms.foundation import db, migrating

    migrating.upgrade(settings.database_url)
    db.connect(settings.database_url)
    with db.unit_of_work():
        accounts.ensure_lists()
    with db.unit_of_work():
        search.ensure_built()
    with db.unit_of_work():
        coordination.look_over_courses()
