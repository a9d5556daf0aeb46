"""A child must not outlive the process that watches over it, not even when that one is killed."""

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 1.0


def end_with_parent(parent: int, with_signal: int = signal.SIGTERM) -> None:
    """Let this process get the signal as soon as its parent is gone; called once, by the child."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, with_signal)
        if os.getppid() != parent:  # it died before the kernel knew
            os.kill(os.getpid(), with_signal)
        return
    threading.Thread(target=_watch, args=(parent, with_signal), name="lifeline", daemon=True).start()


def _watch(parent: int, with_signal: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), with_signal)
