"""`lms content withdraw`: take a module or a programme out of the catalogue."""

import argparse
import sys

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content withdraw"
HELP = N_("take a module out of the catalogue; its learners keep their record and its text")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the module, or the programme."""
    parser.add_argument("module", metavar=_("MODULE"), help=_("the name of the module, as in its address"))
    parser.add_argument(
        "--programme",
        action="store_true",
        help=_("the name is that of a programme; its modules stay, and its learners go on in them"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Withdraw the module or the programme; publishing its files puts it back."""
    courses.open_database()
    courses.connect_rooms()
    withdraw = _withdraw_programme if arguments.programme else _withdraw_module
    return withdraw(arguments.module)


def _withdraw_module(slug: str) -> int:
    from lms.domain.content import service
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    try:
        with db.unit_of_work():
            was_offered = service.withdraw(slug, courses.ACTOR.format(NAME))
    except NotFound:
        print(_("There is no module named %(module)s.", module=slug), file=sys.stderr)
        return PROBLEMS
    if was_offered:
        print(_("%(module)s is no longer on offer. Learners keep their record.", module=slug))
    else:
        print(_("%(module)s was withdrawn already.", module=slug))
    return WELL


def _withdraw_programme(slug: str) -> int:
    from lms.domain.catalogue import service
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    try:
        with db.unit_of_work():
            was_offered = service.withdraw_programme(slug, courses.ACTOR.format(NAME))
    except NotFound:
        print(_("There is no programme named %(programme)s.", programme=slug), file=sys.stderr)
        return PROBLEMS
    if not was_offered:
        print(_("The programme %(programme)s was withdrawn already.", programme=slug))
        return WELL
    print(_("The programme %(programme)s is no longer on offer. Learners keep their record.", programme=slug))
    return WELL
