"""`lms search rebuild`: make the index of the search anew."""

import argparse

from lms.cli import WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "search rebuild"
HELP = N_("make the index of the search anew from what is published")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be typed after `lms search rebuild`."""


def run(arguments: argparse.Namespace) -> int:
    """Write the whole index again, in one transaction: until its end the former one is asked."""
    from lms.domain.search import service
    from lms.foundation import db

    courses.open_database()
    with db.unit_of_work():
        service.rebuild()
    print(_("The index of the search is made anew."))
    return WELL
