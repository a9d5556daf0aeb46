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
    from lms.domain.catalogue.service import withdraw_programme
    from lms.domain.content.service import withdraw
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    deed = withdraw_programme if arguments.programme else withdraw
    tell = _tell_of_programme if arguments.programme else _tell_of_module
    try:
        with db.unit_of_work():
            was_offered = deed(arguments.module, courses.ACTOR.format(NAME))
    except NotFound:
        print(tell(arguments.module, None), file=sys.stderr)
        return PROBLEMS
    print(tell(arguments.module, was_offered))
    return WELL


def _tell_of_module(slug: str, was_offered: bool | None) -> str:
    """Say what became of it; nothing is known of what does not exist."""
    if was_offered is None:
        return _("There is no module named %(module)s.", module=slug)
    if was_offered:
        return _("%(module)s is no longer on offer. Learners keep their record.", module=slug)
    return _("%(module)s was withdrawn already.", module=slug)


def _tell_of_programme(slug: str, was_offered: bool | None) -> str:
    if was_offered is None:
        return _("There is no programme named %(programme)s.", programme=slug)
    if was_offered:
        return _(
            "The programme %(programme)s is no longer on offer. Learners keep their record.", programme=slug
        )
    return _("The programme %(programme)s was withdrawn already.", programme=slug)
