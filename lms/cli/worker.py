"""`lms worker`: workers and the sweeper, watched over."""

import argparse
from functools import partial

from lms.cli import WELL, garbage
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "worker"
HELP = N_("send mail and do what takes longer")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what may be typed after `lms worker`."""
    parser.add_argument("--processes", type=int, default=1, help=_("number of worker processes"))
    parser.add_argument("--burst", action="store_true", help=_("do what is waiting now, then end"))


def run(arguments: argparse.Namespace) -> int:
    """Start workers and sweeper and start again whichever ends."""
    from lms.cli import working
    from lms.cli.supervision import Fork, Part, Supervisor

    if arguments.burst:
        return working.work(burst=True)
    settings, _app = working.prepare()
    parts = [
        Part(f"worker {number}", lambda: Fork("lms worker: jobs", partial(working.take_jobs, settings)))
        for number in range(1, max(arguments.processes, 1) + 1)
    ]
    parts.append(Part("sweeper", lambda: Fork("lms worker: sweeper", partial(working.sweep, settings))))
    garbage.keep_what_is_loaded()
    supervisor = Supervisor(parts, lambda part, what: None)
    supervisor.obey_signals()
    supervisor.run()
    return WELL
