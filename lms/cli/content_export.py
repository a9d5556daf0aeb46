"""`lms content export`: the published courses as files, to be edited anywhere and published again."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lms.cli import PROBLEMS, WELL, WRONG_USE, courses
from lms.config import N_
from lms.foundation.i18n import gettext as _

NAME = "content export"
HELP = N_("write the published courses into a folder")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder to write to, and which modules."""
    parser.add_argument("path", type=Path, metavar=_("PATH"), help=_("an empty folder, or one to be made"))
    parser.add_argument(
        "--module", action="append", default=[], metavar=_("MODULE"),
        help=_("only this module; may be given several times"),
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Write every module of every programme; nothing that lies in the folder is overwritten."""
    folder: Path = arguments.path
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        print(_("%(path)s is not an empty folder.", path=folder), file=sys.stderr)
        return WRONG_USE
    courses.open_database()
    from lms.domain.content import queries
    from lms.foundation import db

    with db.reading():
        known = {standing.slug for standing in queries.list_standings()}
        unknown = [slug for slug in arguments.module if slug not in known]
        for slug in unknown:
            print(_("There is no module named %(module)s.", module=slug), file=sys.stderr)
        if unknown:
            return PROBLEMS
        places = {slug: slug for slug in arguments.module} or dict(_places(folder))
        for slug, place in places.items():
            _write_module(folder / place, slug)
            print(_("%(module)s: written to %(path)s", module=slug, path=folder / place), flush=True)
    return WELL


def _places(folder: Path) -> Iterator[tuple[str, str]]:
    """Give each module its place in the tree, making the programmes' folders on the way."""
    from lms.domain.catalogue import queries as catalogue
    from lms.domain.content import queries as content

    placed: set[str] = set()
    for programme in catalogue.list_programmes():
        inside = folder / programme.slug
        inside.mkdir(parents=True)
        row = catalogue.find_programme(programme.slug)
        _write_programme(inside / "programme.yaml", programme, row.place if row else 0)
        for number, module in enumerate(programme.modules, 1):
            if module.slug not in placed:
                placed.add(module.slug)
                yield module.slug, f"{programme.slug}/{number:02}-{module.slug}"
    for module in content.list_current_modules():
        if module.slug not in placed:
            yield module.slug, module.slug


def _write_programme(file: Path, programme: Any, position: int) -> None:
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = 10_000
    words = {
        "title": programme.title,
        "summary": programme.summary,
        "aim": programme.aim,
        "position": position,
    }
    with file.open("w", encoding="utf-8") as opened:
        writer.dump(words, opened)


def _write_module(folder: Path, slug: str) -> None:
    from lms.domain.content import service

    for path, content in service.export_files(slug).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
