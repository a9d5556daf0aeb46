"""`lms content check`: everything that is wrong with course files, at once."""

import argparse
from pathlib import Path

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content check"
HELP = N_("check course files; a database is not needed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a module, a programme or a folder of both."""
    parser.add_argument(
        "path", nargs="?", type=Path, default=courses.COURSES, metavar=_("PATH"),
        help=_("a module, a programme or a folder of both; otherwise the courses of this installation"),
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help=_("print JSON for other programs"))


def run(arguments: argparse.Namespace) -> int:
    """Print every problem with file and line; errors, not warnings, make the check fail."""
    if (status := courses.wrong_folder(arguments.path)) is not None:
        return status
    from lms.domain.content import service
    from lms.domain.content.collecting import read_collection, slugs_around
    from lms.domain.content.problems import has_errors
    from lms.foundation import db

    found = read_collection(arguments.path)
    around = slugs_around(arguments.path)
    if courses.find_database():
        with db.reading():
            problems = service.check(found, around=around, has_database=True)
    else:
        problems = service.check(found, around=around)
    courses.print_problems(problems, as_json=arguments.json)
    if not problems and not arguments.json:
        print(_("Everything is in order."))
    return PROBLEMS if has_errors(problems) else WELL
