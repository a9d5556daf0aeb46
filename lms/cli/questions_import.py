"""`lms questions import`: a question file of another program as the YAML of a quiz."""

import argparse
import sys
from pathlib import Path

from lms.cli import PROBLEMS, WELL, WRONG_USE
from lms.config import N_
from lms.foundation.i18n import LANGUAGES, ngettext
from lms.foundation.i18n import gettext as _

NAME = "questions import"
HELP = N_("turn a GIFT, Aiken or Moodle XML file into a quiz; a database is not needed")
# As the domain knows them; named here so that the help loads nothing else.
_FORMATS = ("gift", "aiken", "moodle-xml")
_ENCODINGS = ("utf-8", "utf-16", "windows-1257", "windows-1252")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the file, its language, and what cannot always be told from it."""
    parser.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file with the questions"))
    parser.add_argument(
        "--language", dest="text_language", choices=LANGUAGES, default="",
        help=_(
            "the language of the questions, otherwise told from the letters; the other is left to translate"
        ),
    )  # fmt: skip
    parser.add_argument(
        "--format", dest="form", choices=_FORMATS, default="", help=_("otherwise it is told from the file")
    )
    parser.add_argument(
        "--encoding", choices=_ENCODINGS, default="", help=_("otherwise it is told from the letters")
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the quiz; what did not come in, or otherwise than it was, is told beside it."""
    if not arguments.file.is_file():
        print(_("There is no file %(path)s.", path=arguments.file), file=sys.stderr)
        return WRONG_USE
    from lms.cli.courses import told
    from lms.domain.content.question_files.decoding import MOST_BYTES
    from lms.domain.content.question_files.importing import import_questions

    with arguments.file.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    imported = import_questions(
        content,
        str(arguments.file),
        language=arguments.text_language,
        form=arguments.form,
        encoding=arguments.encoding,
    )
    for line in told(imported.problems):
        print(line, file=sys.stderr)
    print(imported.yaml, end="")
    count = len(imported.lines)
    print(ngettext("%(num)s question came in.", "%(num)s questions came in.", count), file=sys.stderr)
    if count:
        _tell_what_is_next(imported.language)
    return PROBLEMS if imported.refusals else WELL


def _tell_what_is_next(language: str) -> None:
    """What is assessed must be there in both languages before it can be published."""
    words = {
        "lt": _("The texts are in Lithuanian only. `lms content check` names each that needs English."),
        "en": _("The texts are in English only. `lms content check` names each that needs Lithuanian."),
    }
    print(words[language], file=sys.stderr)
