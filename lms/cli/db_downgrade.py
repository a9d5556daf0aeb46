"""`lms db downgrade`: go back to an earlier shape of the database."""

import argparse

from lms.cli import WELL, environment
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "db downgrade"
HELP = N_("go back to an earlier shape, before returning to the previous release")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms db downgrade`."""
    parser.add_argument(
        "revision", help=_("the revision to go back to, as in the names of migrations/versions, or -1")
    )


def run(arguments: argparse.Namespace) -> int:
    """Undo migrations down to that revision."""
    settings = environment.settings()
    from lms.foundation import migrating

    migrating.downgrade(settings.database_url, arguments.revision)
    print(_("The database has the shape of %(revision)s.", revision=arguments.revision))
    return WELL
