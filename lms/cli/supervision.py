"""Keep the parts of the program running: start, watch, start again, end all together.

Only the standard library, so that the process that watches stays small, and no
connection and no thread of its own, so that it may fork at any time.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from lms.cli.lifeline import end_with_parent
from lms.cli.titles import name_process

PAUSES = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before the next try, after failures in a row
STEADY_SECONDS = 30.0
PATIENCE_SECONDS = 15.0
LOOK_SECONDS = 0.1


class Process(Protocol):
    """A child, made by fork or by running a program."""

    pid: int

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""


class Fork:
    """A child that goes on with a function; what the parent has loaded is shared and not loaded again."""

    def __init__(self, title: str, work: Callable[[], int | None]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        self._status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _live_as_child(title, work, parent)

    def poll(self) -> int | None:
        """Return the exit status, or None while it runs."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status


def _live_as_child(title: str, work: Callable[[], int | None], parent: int) -> None:
    """Do the work and end here, whatever happens: a child must never come back into the parent's loop."""
    status = 1
    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.setpgid(0, 0)  # Ctrl-C is for the parent, which ends its children in good order
        end_with_parent(parent)
        name_process(title)
        status = work() or 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def run_program(command: Sequence[str], **options: Any) -> Callable[[], Process]:
    """Return what starts a program of its own that ends with this process."""

    def start() -> Process:
        parent = os.getpid()
        # The watching process has no threads, so code between fork and exec is safe.
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=(lambda: end_with_parent(parent)) if sys.platform == "linux" else None,
            **options,
        )

    return start


@dataclass
class Part:
    """One thing that has to run. `outlives` marks what the others need until they have ended."""

    name: str
    start: Callable[[], Process]
    outlives: bool = False
    on_failure: Callable[[int], None] | None = None
    process: Process | None = None
    failures: int = 0
    started_at: float = 0.0
    due_at: float = 0.0


class Supervisor:
    """Starts all parts, starts again what ends, and ends all when told to."""

    def __init__(self, parts: Sequence[Part], tell: Callable[[Part, str], None]) -> None:
        self.parts = list(parts)
        self._tell = tell  # called with a part and what became of it
        self.is_asked_to_stop = False

    def obey_signals(self) -> None:
        """End in good order on Ctrl-C, when told to, and when the terminal is closed."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop())

    def stop(self) -> None:
        """Let `run` end soon."""
        self.is_asked_to_stop = True

    def run(self, look_in: Callable[[], None] = lambda: None) -> None:
        """Keep everything running until told to stop, then end it."""
        try:
            while not self.is_asked_to_stop:
                self.keep()
                look_in()
                time.sleep(LOOK_SECONDS)
        finally:
            self.end()

    def keep(self) -> None:
        """Start what does not run and is due."""
        for part in self.parts:
            if part.process is not None and part.process.poll() is not None:
                self._note_end(part)
            if part.process is None and time.monotonic() >= part.due_at and not self.is_asked_to_stop:
                self._begin(part)

    def _begin(self, part: Part) -> None:
        part.started_at = time.monotonic()
        try:
            part.process = part.start()
        except OSError as problem:  # no memory or no process number left: later perhaps
            print(f"{part.name}: {problem}", file=sys.stderr)
            self._note_end(part)
        else:
            self._tell(part, "started")

    def _note_end(self, part: Part) -> None:
        lived = time.monotonic() - part.started_at
        part.failures = 1 if lived > STEADY_SECONDS else part.failures + 1
        part.due_at = time.monotonic() + PAUSES[min(part.failures, len(PAUSES)) - 1]
        part.process = None
        self._tell(part, "ended")
        if part.on_failure:
            part.on_failure(part.failures)

    def end(self) -> None:
        """End all parts, those that the others need last; whoever does not end in time is killed."""
        for these in (
            [part for part in self.parts if not part.outlives],
            [part for part in self.parts if part.outlives],
        ):
            running = [part for part in these if part.process is not None and part.process.poll() is None]
            for part in running:
                _send(part, signal.SIGTERM)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while any(part.process and part.process.poll() is None for part in running):
                if time.monotonic() > deadline:
                    for part in running:
                        _send(part, signal.SIGKILL)
                    deadline = float("inf")
                time.sleep(0.02)


def _send(part: Part, number: int) -> None:
    if part.process is not None and part.process.poll() is None:
        os.kill(part.process.pid, number)


def take_lock(path: Path) -> TextIO | None:
    """Take the lock file for the life of this process; return None where another process has it."""
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
