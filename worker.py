"""The RQ worker: `python worker.py [--burst]`; `lms worker` watches over it, with the sweeper beside it."""

import sys

from lms.cli.working import work

if __name__ == "__main__":
    sys.exit(work(burst="--burst" in sys.argv[1:]))
