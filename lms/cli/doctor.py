"""`lms doctor`: what is wrong with this installation, and how to mend it."""

import argparse

from lms.cli import PROBLEMS, WELL, environment
from lms.config import N_
from lms.foundation.i18n import pgettext

NAME = "doctor"
HELP = N_("tell what is wrong with this installation and how to mend it")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing may be typed after `lms doctor`."""


def run(arguments: argparse.Namespace) -> int:
    """Look at settings, database, broker, mail, files, workers and disk; print each finding."""
    settings = environment.settings()
    from lms.cli import diagnosis

    signs = {
        diagnosis.WELL: pgettext("verdict", "well"),
        diagnosis.DOUBTFUL: pgettext("verdict", "doubtful"),
        diagnosis.WRONG: pgettext("verdict", "wrong"),
    }
    width = max(map(len, signs.values()))
    is_wrong = False
    for finding in diagnosis.examine(settings):
        is_wrong = is_wrong or finding.verdict == diagnosis.WRONG
        print(f"{signs[finding.verdict]:<{width}}  {finding.what}: {finding.says}", flush=True)
        if finding.remedy:
            print(f"{'':<{width}}  → {finding.remedy}", flush=True)
    return PROBLEMS if is_wrong else WELL
