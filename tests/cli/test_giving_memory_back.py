"""What keeps running gives memory back to the machine that one large thing took for a moment."""

import ctypes
import subprocess
import sys

import pytest

SAYS = """
import ctypes
from lms.cli import garbage
class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in "a b c d in_maps f g h i j".split()]
count = ctypes.CDLL(None).mallinfo2
count.restype = Counts
garbage.keep_what_is_loaded()
large = bytearray(24 * 1024 * 1024)
del large
before = count().in_maps
smaller = bytearray(16 * 1024 * 1024)
print(count().in_maps - before >= len(smaller))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="counts as glibc does")
def test_after_a_large_thing_a_smaller_one_is_not_kept_in_the_heap_either() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAYS], capture_output=True, text=True, check=True, timeout=180
    )
    assert done.stdout.strip() == "True"
