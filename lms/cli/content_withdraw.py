"""`lms content withdraw`: take a module out of the catalogue."""

import argparse
import sys

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content withdraw"
HELP = N_("take a module out of the catalogue; its learners keep their record and its text")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the module."""
    parser.add_argument("module", metavar=_("MODULE"), help=_("the name of the module, as in its address"))


def run(arguments: argparse.Namespace) -> int:
    """Withdraw the module; publishing its files puts it back."""
    courses.open_database()
    courses.connect_rooms()
    from lms.domain.content import service
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    try:
        with db.unit_of_work():
            was_offered = service.withdraw(arguments.module, courses.ACTOR.format(NAME))
    except NotFound:
        print(_("There is no module named %(module)s.", module=arguments.module), file=sys.stderr)
        return PROBLEMS
    if was_offered:
        print(_("%(module)s is no longer on offer. Learners keep their record.", module=arguments.module))
    else:
        print(_("%(module)s was withdrawn already.", module=arguments.module))
    return WELL
