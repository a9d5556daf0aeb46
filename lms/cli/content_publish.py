"""`lms content publish`: make the files of a folder what learners see."""

import argparse
from pathlib import Path

from lms.cli import PROBLEMS, WELL, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content publish"
HELP = N_("publish course files: what learners see from now on")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a module, a programme or a folder of both."""
    parser.add_argument(
        "path", type=Path, metavar=_("PATH"), help=_("a module, a programme or a folder of both")
    )


def run(arguments: argparse.Namespace) -> int:
    """Publish what is in order; what is not is told and left as it was."""
    if (status := courses.wrong_folder(arguments.path)) is not None:
        return status
    courses.open_database()
    outcome = courses.publish_folder(arguments.path, courses.ACTOR.format(NAME), _say)
    courses.print_problems(outcome.problems)
    _refresh_exports(arguments.path)
    return WELL if outcome.is_whole else PROBLEMS


def _say(line: str) -> None:
    print(line, flush=True)


def _refresh_exports(path: Path) -> None:
    """Note in exported folders which revision they now are, so that they can be edited and published on."""
    from lms.domain.content.collecting import read_collection
    from lms.domain.content.reading import MANIFEST

    if next(path.rglob(MANIFEST), None) is None:  # the usual case, without reading all courses again
        return
    exported = [source for source in read_collection(path).modules if MANIFEST in source.files]
    from lms.domain.content import queries
    from lms.domain.content.manifest import write_manifest
    from lms.foundation import db

    for source in exported:
        with db.reading():
            standing = queries.find_standing(source.slug)
            module = queries.get_revision(standing.revision_id) if standing else None
        if standing and module and standing.source_digest == source.digest:
            (path / source.place / MANIFEST).write_bytes(write_manifest(module))
