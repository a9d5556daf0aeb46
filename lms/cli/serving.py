"""Which web server runs the pages, and how. Everything else only knows `serve`.

The application is built once and then forked into processes, which share what it
holds. Where Python does not fork (macOS), each process builds its own.
"""

import multiprocessing
import os
import signal
import sys
from typing import Any

from lms.cli.lifeline import end_with_parent

SLOWEST_END_SECONDS = 8
_built: Any = None


def serve(application: Any, *, host: str, port: int, processes: int, threads: int) -> None:
    """Answer requests until told to stop; a process that dies is replaced."""
    # The server is chosen here and nowhere else.
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    global _built
    _built = application
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    Server(
        "lms.cli.serving",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backlog=1024,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=SLOWEST_END_SECONDS,
    ).serve(target_loader=load)


def load(_target: str) -> Any:
    """Return the application inside a server process."""
    # A killed server must not leave processes behind that go on answering on its port.
    end_with_parent(os.getppid(), signal.SIGKILL)
    if _built is not None:
        return _built
    from lms.app import create_app
    from lms.config import Settings

    return create_app(Settings.from_environment(os.environ))
