"""`lms content confirm`: a translation is still correct although its source has changed."""

import argparse
import sys
from pathlib import Path

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content confirm"
HELP = N_("say that a translation is still correct although its source has changed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the module, the blocks, and files that are not published yet."""
    parser.add_argument("module", metavar=_("MODULE"), help=_("the name of the module, as in its address"))
    parser.add_argument(
        "block", nargs="*", metavar=_("BLOCK"),
        help=_("blocks or texts as the check names them; otherwise all that are out of date"),
    )  # fmt: skip
    parser.add_argument(
        "--files",
        type=Path,
        metavar=_("PATH"),
        help=_("files that are not published yet; otherwise the courses of this installation"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Note the author's word; where the text is published already, learners no longer see the badge."""
    if arguments.files is not None and (status := courses.wrong_folder(arguments.files)) is not None:
        return status
    courses.open_database()
    courses.connect_rooms()
    from lms.domain.content import service
    from lms.domain.content.collecting import read_collection
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    folder = arguments.files or courses.COURSES
    modules = read_collection(folder).modules if folder.is_dir() else []
    pending = next((source for source in modules if source.slug == arguments.module), None)
    try:
        with db.unit_of_work():
            confirmed = service.confirm(
                arguments.module, courses.ACTOR.format(NAME), arguments.block, pending
            )
    except NotFound:
        print(_("There is no module named %(module)s.", module=arguments.module), file=sys.stderr)
        return PROBLEMS
    for path in confirmed.paths:
        print(_("%(path)s: still correct", path=path))
    for path in confirmed.unknown:
        print(_("%(path)s: not out of date, or not known", path=path), file=sys.stderr)
    if not confirmed.paths and not confirmed.unknown:
        print(_("Nothing is out of date."))
    return PROBLEMS if confirmed.unknown else WELL
