"""`lms mail-in`: the door through which a mail server delivers answers and bounces (LMTP)."""

import argparse
import sys

from lms.cli import PROBLEMS, WELL, WRONG_USE
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "mail-in"
HELP = N_("take in mail: answers to letters, and reports of letters that came back")
DEFAULT_PLACE = "127.0.0.1:8024"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms mail-in`."""
    parser.add_argument(
        "--listen",
        default=DEFAULT_PLACE,
        metavar=_("PLACE"),
        help=_("where the mail server delivers: unix:/folder/socket or host:port"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Take mail in until told to stop; what was not answered by then is delivered again."""
    from lms.cli import working

    if not _is_place(arguments.listen):
        says = _("%(listen)s: this is neither unix:/folder/socket nor host:port.", listen=arguments.listen)
        print(says, file=sys.stderr)
        return WRONG_USE
    settings, _app = working.prepare()
    if not settings.reply_domain:
        print(_("Set LMS_REPLY_DOMAIN first: without it no letter can be answered."), file=sys.stderr)
        return PROBLEMS
    working.take_mail_in(arguments.listen)
    return WELL


def _is_place(listen: str) -> bool:
    if listen.startswith("unix:"):
        return listen.removeprefix("unix:").startswith("/")
    host, _colon, port = listen.rpartition(":")
    return bool(host) and port.isdecimal() and int(port) < 65_536
