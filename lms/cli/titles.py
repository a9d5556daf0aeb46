"""Let `ps` and `top` say which part of the program a process is: forks would all look alike."""

import ctypes
import sys
from pathlib import Path

_PR_SET_NAME = 15
_ARGUMENTS_START, _ARGUMENTS_END = 47, 48  # fields of /proc/self/stat, counted from 0


def name_process(title: str) -> None:
    """Show that title instead of the command line (on Linux; elsewhere nothing happens)."""
    if sys.platform != "linux":
        return
    stat = Path("/proc/self/stat").read_text(encoding="utf-8")
    # The second field is a name in parentheses, which may hold spaces.
    fields = ["", "", *stat.rpartition(")")[2].split()]
    start, end = int(fields[_ARGUMENTS_START]), int(fields[_ARGUMENTS_END])
    if 0 < start < end:
        ctypes.memmove(start, title.encode()[: end - start - 1].ljust(end - start, b"\0"), end - start)
    ctypes.CDLL(None).prctl(_PR_SET_NAME, title.encode()[:15])
