"""`lms serve`: the web server."""

import argparse
import os
import socket
import sys

from lms.cli import PROBLEMS, WELL
from lms.cli.db_upgrade import bring_up_to_date
from lms.config import N_, Settings
from lms.foundation.i18n import gettext as _

NAME = "serve"
HELP = N_("serve the pages")
PROCESSES = 2
THREADS = 4
# SQLite has one writer at a time: the others wait for it, each in a thread of its own.
THREADS_ON_SQLITE = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms serve`."""
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument(
        "--port", type=port, default=os.environ.get("PORT") or "8000", help=_("port to listen on")
    )
    parser.add_argument("--processes", type=int, default=PROCESSES, help=_("number of server processes"))
    parser.add_argument("--threads", type=int, help=_("threads in each process"))
    parser.add_argument("--upgrade", action="store_true", help=_("bring the database up to date first"))


def run(arguments: argparse.Namespace) -> int:
    """Check what must be right, then answer requests until told to stop."""
    settings = Settings.from_environment(os.environ)
    if not is_free(arguments.host, arguments.port):
        print(in_use(arguments.port), file=sys.stderr)
        return PROBLEMS
    if arguments.upgrade:
        bring_up_to_date(settings)

    from lms.cli import environment, logs, serving
    from lms.cli.checking import refuse_unfit_database

    logs.install(settings)
    application = environment.application(settings)
    refusal = refuse_unfit_database(application.extensions["engine"], settings)
    if refusal:
        print(refusal, file=sys.stderr)
        return PROBLEMS
    # What the checks opened must not be shared by several processes.
    application.extensions["engine"].dispose()
    serving.serve(
        application,
        host=arguments.host,
        port=arguments.port,
        processes=max(arguments.processes, 1),
        threads=max(arguments.threads or (THREADS_ON_SQLITE if settings.is_sqlite else THREADS), 1),
    )
    return WELL


def port(text: str) -> int:
    """Read the number of a port, or say which numbers there are."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) < 65_536:
        raise argparse.ArgumentTypeError(
            _("%(text)s is not a port: it is a number from 1 to 65535.", text=text[:40])
        )
    return int(text)


def is_free(host: str, port: int) -> bool:
    """Tell whether nobody listens there; two servers on one port would share its visitors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError:
            return False
    return True


def in_use(port: int) -> str:
    """Say that the port is taken and what to do."""
    return _(
        "Port %(port)s cannot be used: another program listens there, or it is not allowed. "
        "Choose another one, for example with PORT=%(other)s.",
        port=port,
        other=port + 1 if port < 65_535 else 8000,
    )
