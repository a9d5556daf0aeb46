"""Which web server runs the pages, and how. Everything else only knows `serve`.

The application is built once and then forked into processes, which share what it
holds. Where Python does not fork (macOS), each process builds its own.
"""

import logging
import multiprocessing
import os
import signal
import sys
import time
from typing import Any

from lms.cli import garbage
from lms.cli.lifeline import end_with_parent
from lms.cli.titles import name_process

SLOWEST_END_SECONDS = 8
HASTY_SECONDS, PAUSE_SECONDS = 5.5, 0.5  # a process that did not live longer is not replaced at once
_built: Any = None


def serve(application: Any, *, host: str, port: int, processes: int, threads: int) -> None:
    """Answer requests until told to stop; a process that dies is replaced."""
    global _built
    _built = application
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    garbage.keep_what_is_loaded()
    server, wsgi, warnings_only = load_server()
    logging.getLogger("_granian").addFilter(_is_news)
    house = server(
        "lms.cli.serving",
        address=host,
        port=port,
        interface=wsgi,
        workers=processes,
        blocking_threads=threads,
        backlog=1024,
        websockets=False,
        log_level=warnings_only,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=SLOWEST_END_SECONDS,
    )
    house.respawned_wrks = _Replacements()
    house.serve(target_loader=load)


class _Replacements(dict[int, float]):
    """When each process was last replaced.

    The server ends altogether where a process dies twice within seconds, and no page would be answered
    any more; ours, which could build the application, waits for a moment and goes on.
    """

    def get(self, number: int, default: Any = 0) -> Any:
        if time.monotonic() - super().get(number, default) < HASTY_SECONDS:
            time.sleep(PAUSE_SECONDS)
        return float("-inf")


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether what the server says is worth a line.

    It finds many threads unwise, but most of ours wait for a writer, and waiting needs no core. And
    it takes a process for a stubborn one when it has let go of everything and is just not gone yet.
    """
    said = record.getMessage()
    return "quite high" not in said and "refused to gracefully stop" not in said


def load_server() -> tuple[Any, Any, Any]:
    """Import the server; it is chosen here and nowhere else."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    return Server, Interfaces.WSGI, LogLevels.warning


def load(_target: str) -> Any:
    """Return the application inside a server process."""
    # A killed server must not leave processes behind that go on answering on its port.
    end_with_parent(os.getppid(), signal.SIGKILL)
    name_process("lms serve: pages")
    if _built is not None:
        return _built
    from lms.app import create_app
    from lms.config import Settings

    return create_app(Settings.from_environment(os.environ))
