"""Short commands hardly look for garbage; what keeps running looks as Python usually does."""

import subprocess
import sys

SAYS = """
import gc
usual = gc.get_threshold()
from lms.cli import garbage, main
try:
    main(["--help"])
except SystemExit:
    pass
seldom = gc.get_threshold()
garbage.keep_what_is_loaded()
print(seldom[0] > usual[0], gc.get_threshold() == usual, gc.get_freeze_count() > 10_000)
"""


def test_what_keeps_running_collects_as_usual_and_leaves_alone_what_was_loaded() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SAYS], capture_output=True, text=True, check=True, timeout=600
    )
    assert done.stdout.splitlines()[-1] == "True True True"
