"""The command `lms`: one file per command, each with NAME, HELP, add_arguments and run.

Nothing heavy is imported before it is known which command is meant, so that
`lms --help` answers at once. Exit status: 0 well, 1 problems found, 2 wrong use.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from lms.cli import garbage
from lms.config import SettingsError
from lms.foundation import i18n
from lms.foundation.errors import Refusal
from lms.foundation.i18n import gettext as _

# The words of a command are the name of its file.
COMMANDS = (
    "demo",
    "serve",
    "worker",
    "mail_in",
    "db_upgrade",
    "db_downgrade",
    "content_check",
    "content_publish",
    "content_export",
    "content_confirm",
    "content_withdraw",
    "questions_import",
    "questions_export",
    "user_create",
    "outbox_status",
    "search_rebuild",
    "doctor",
)
WELL, PROBLEMS, WRONG_USE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that was typed and return its exit status."""
    garbage.collect_less()
    arguments = list(sys.argv[1:] if argv is None else argv)
    i18n.speak(_language(arguments))
    parsed = _parser(arguments).parse_args(arguments)
    if parsed.language:
        i18n.speak(parsed.language)
    try:
        return int(parsed.run(parsed) or WELL)
    except SettingsError as error:
        print(_("The settings cannot be used:"), file=sys.stderr)
        for problem in error.problems:
            print(f"  {problem.setting}: {_(problem.reason) % problem.values}", file=sys.stderr)
        return PROBLEMS
    except Refusal as refusal:
        print(str(refusal) or type(refusal).__name__, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain about it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    except KeyboardInterrupt:
        return 130
    except OSError as problem:
        print(_("That could not be done: %(reason)s", reason=_of_the_system(problem)), file=sys.stderr)
        return PROBLEMS
    except Exception as problem:
        if not _is_of_the_database(problem):
            raise
        print(
            _("The database does not answer as it should: %(reason)s", reason=_reason(problem)),
            file=sys.stderr,
        )
        print(_("`lms doctor` tells what is wrong."), file=sys.stderr)
        return PROBLEMS


def _is_of_the_database(problem: Exception) -> bool:
    """Tell it by its origin: most commands end before the database library is ever imported."""
    return any(cls.__module__.startswith("sqlalchemy.exc") for cls in type(problem).__mro__)


def _of_the_system(problem: OSError) -> str:
    return f"{problem.strerror or problem}" + (f" ({problem.filename})" if problem.filename else "")


def _reason(problem: Exception) -> str:
    return " ".join(str(getattr(problem, "orig", problem)).split())


def _language(arguments: list[str]) -> str:
    """Speak as asked for, else as the terminal does, else English."""
    for index, word in enumerate(arguments):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and index + 1 < len(arguments):
            asked = arguments[index + 1]
        if asked in i18n.LANGUAGES:
            return asked
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    terminal = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "lt" if terminal.lower().startswith("lt") else "en"


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    # What argparse says itself ("usage", "invalid choice") comes from our catalogue too.
    vars(argparse).update(_=_, ngettext=i18n.plural_form)
    parser = argparse.ArgumentParser(
        prog="lms", description=_("Savimoka: learn at your own pace, in Lithuanian and English.")
    )
    _add_language(parser, default=None)
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for module in _modules(arguments):
        group, _space, verb = module.NAME.rpartition(" ")
        place = commands
        if group:
            if group not in groups:
                parent = commands.add_parser(group, help=_group_help(group))
                groups[group] = parent.add_subparsers(metavar=_("COMMAND"), required=True)
            place = groups[group]
        command = place.add_parser(verb, help=_(module.HELP), description=_(module.HELP))
        _add_language(command, default=argparse.SUPPRESS)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _add_language(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument(
        "--lang", dest="language", choices=i18n.LANGUAGES, default=default, help=_("language of the messages")
    )


def _modules(arguments: list[str]) -> list[ModuleType]:
    """Load the commands that may be meant; all of them only for the general help."""
    words = [word for word in arguments if not word.startswith("-") and word not in i18n.LANGUAGES]
    meant = [name for name in COMMANDS if words and _is_meant(name, words[0])]
    return [importlib.import_module(f"lms.cli.{name}") for name in meant or COMMANDS]


def _is_meant(name: str, word: str) -> bool:
    return word in (name.split("_")[0], name.replace("_", "-"))


def _group_help(group: str) -> str:
    texts = {
        "db": _("the database"),
        "content": _("courses: check, publish, export"),
        "questions": _("question files of other programs"),
        "user": _("people"),
        "outbox": _("notices and mail"),
        "search": _("the index of the search"),
    }
    return texts.get(group, group)
