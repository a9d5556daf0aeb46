"""`lms questions export`: the questions of a published quiz as GIFT."""

import argparse
import sys

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import LANGUAGES
from lms.foundation.i18n import gettext as _

NAME = "questions export"
HELP = N_("print the questions of a published quiz as GIFT")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the module, the quiz and one language: GIFT knows no other beside it."""
    parser.add_argument("module", metavar=_("MODULE"), help=_("the name of the module, as in its address"))
    parser.add_argument("quiz", metavar=_("QUIZ"), help=_("the name of the quiz, as in its address"))
    parser.add_argument(
        "--language", dest="text_language", choices=LANGUAGES, required=True,
        help=_("the language in which the questions are written"),
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Print the quiz of the current revision; what GIFT cannot say is told beside it."""
    courses.open_database()
    from lms.domain.content import service
    from lms.domain.content.problems import has_errors
    from lms.foundation import db
    from lms.foundation.errors import NotFound

    try:
        with db.reading():
            gift, problems = service.export_questions(
                arguments.module, arguments.quiz, arguments.text_language
            )
    except NotFound:
        words = {"module": arguments.module, "quiz": arguments.quiz}
        print(_("There is no quiz %(quiz)s in a module %(module)s.", **words), file=sys.stderr)
        return PROBLEMS
    for line in courses.told(problems):
        print(line, file=sys.stderr)
    print(gift, end="")
    return PROBLEMS if has_errors(problems) else WELL
