"""When Python looks for garbage: seldom while a command is loaded, as usual in what then keeps running."""

import atexit
import contextlib
import ctypes
import gc
import sys

NEW_OBJECTS_WHILE_LOADING = 200_000
KEPT_FREE_BYTES = 2 * 1024 * 1024
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # as <malloc.h> numbers them
_USUAL = gc.get_threshold()


def collect_less() -> None:
    """Look for garbage seldom, and not at all at the end.

    What a command loads is none: going through it after every 700 new objects, and once more
    before the process is gone anyway, takes a quarter of the time of a short command.
    """
    gc.set_threshold(NEW_OBJECTS_WHILE_LOADING)
    atexit.register(gc.freeze)


def keep_what_is_loaded() -> None:
    """Leave what is loaded by now alone for good, and collect as usual what comes later.

    Without that, the first collection in each fork would copy what it shares with the others.
    """
    gc.freeze()
    gc.set_threshold(*_USUAL)
    _give_back_what_is_free()


def _give_back_what_is_free() -> None:
    """Let each heap of this process and its forks keep no more than a little of what is free.

    Left to itself, glibc learns from the largest thing that was ever freed, and keeps twice as much.
    """
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another C library
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_M_TRIM_THRESHOLD, KEPT_FREE_BYTES)
            mallopt(_M_MMAP_THRESHOLD, KEPT_FREE_BYTES)
