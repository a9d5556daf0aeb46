"""What the content commands share: the folder, the database where there is one, and publishing a folder."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lms.cli import WRONG_USE, environment
from lms.config import ROOT, Settings, SettingsError
from lms.domain.content.problems import ERROR, Problem, has_errors
from lms.foundation.i18n import current_language, ngettext
from lms.foundation.i18n import gettext as _

COURSES = ROOT / "modules"
ACTOR = "command:{}"


@dataclass
class Outcome:
    """What became of the modules and programmes of a folder."""

    published: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was refused."""
        return not self.refused and not has_errors(self.problems)


def wrong_folder(path: Path) -> int | None:
    """Say so and return the exit status where the path names no folder."""
    if path.is_dir():
        return None
    print(_("There is no folder %(path)s.", path=path), file=sys.stderr)
    return WRONG_USE


def open_database() -> Settings:
    """Connect to the installation's database and storage, for a command that needs them."""
    from lms.foundation import db, storage

    settings = environment.settings()
    db.connect(settings.database_url)
    storage.use(storage.connect(settings.storage_url))
    return settings


def connect_rooms() -> None:
    """Let rooms hear of what a command does; to be called before its first deed."""
    from lms import wiring

    wiring.connect()


def find_database() -> bool:
    """Connect where a database can be reached; checking files needs none and never makes one."""
    from lms.foundation import db, migrating

    try:
        settings = environment.settings()
        if settings.sqlite_file and not settings.sqlite_file.is_file():
            return False
        with db.connect(settings.database_url).connect() as connection:
            return migrating.is_current(connection)
    except (SettingsError, db.DatabaseError, OSError):
        return False


def publish_folder(
    path: Path, actor: str, tell: Callable[[str], None], *, keeps_withdrawn: bool = False
) -> Outcome:
    """Publish every module below a folder and save its programmes; one that is broken stops no other.

    With `keeps_withdrawn`, what was taken out of the catalogue stays out.
    """
    from lms.domain.content import queries
    from lms.domain.content.collecting import read_collection, slugs_around
    from lms.foundation import db

    with db.reading():
        standings = {standing.slug: standing for standing in queries.list_standings()}
    found = read_collection(
        path, {each.source_digest for each in standings.values() if not each.is_withdrawn}
    )
    outcome = Outcome(problems=found.problems.sorted())
    if found.is_glossary_broken:
        # Published now, the courses would lose what the glossary explains.
        outcome.refused = [source.slug for source in found.modules]
        return outcome
    with db.reading():
        programmes = [each for each in found.programmes if not (keeps_withdrawn and _is_withdrawn(each))]
        has_news = not all(_is_saved(programme, standings) for programme in programmes)
    changed = []
    for source in found.modules:
        standing = standings.get(source.slug)
        if keeps_withdrawn and standing and standing.is_withdrawn:
            outcome.withdrawn.append(source.slug)
        elif standing and standing.holds(source.digest):
            outcome.unchanged.append(source.slug)
            tell(_("%(module)s: nothing has changed", module=source.slug))
        else:
            changed.append(source)
    if changed:
        names = slugs_around(path) | {source.slug for source in found.modules}
        _publish_changed(changed, names, actor, outcome, tell)
    if has_news or outcome.published:
        _save_programmes(programmes, actor)
    return outcome


def _publish_changed(
    sources: Sequence[Any], names: set[str], actor: str, outcome: Outcome, tell: Callable[[str], None]
) -> None:
    # The renderer is loaded only where there is something to render: an unchanged folder takes no time.
    from lms.domain.content import service
    from lms.foundation import db

    connect_rooms()
    with db.reading():
        prepared = service.prepare(sources, names)
    for each in prepared:
        _publish_one(each, actor, outcome, tell)


def _save_programmes(programmes: Sequence[Any], actor: str) -> None:
    from lms.domain.catalogue import service as catalogue
    from lms.foundation import db

    connect_rooms()
    for programme in programmes:
        with db.unit_of_work():
            catalogue.save_programme(programme, actor)


def _is_withdrawn(source: Any) -> bool:
    from lms.domain.catalogue import queries

    row = queries.find_programme(source.slug)
    return row is not None and row.withdrawn_at is not None


def _is_saved(source: Any, standings: dict[str, Any]) -> bool:
    """Tell whether the catalogue says already what a programme's files say."""
    from lms.domain.catalogue import queries

    row = queries.find_programme(source.slug)
    if row is None or row.withdrawn_at is not None:
        return False
    words = (row.title, row.summary, row.aim, row.place)
    if words != (source.title, source.summary, source.aim, source.position):
        return False
    wanted = [standings[slug].module_id for slug in source.modules if slug in standings]
    return queries.modules_of(row.id)[: len(wanted)] == wanted


def _publish_one(prepared: Any, actor: str, outcome: Outcome, tell: Callable[[str], None]) -> None:
    from lms.domain.content import queries, service
    from lms.domain.learning import queries as register
    from lms.foundation import db

    slug = prepared.source.slug
    try:
        with db.unit_of_work():
            standing = queries.find_standing(slug)
            earned = register.list_earned_keys(standing.module_id) if standing else set()
            published = service.publish(prepared, actor, earned_keys=earned)
    except service.PublishingRefused as refusal:
        outcome.refused.append(slug)
        outcome.problems += refusal.problems
        tell(_("%(module)s: refused", module=slug))
        return
    outcome.problems += published.problems
    if published.is_new:
        outcome.published.append(slug)
        tell(_("%(module)s: revision %(number)s is published", module=slug, number=published.number))
    elif published.is_offered_again:
        outcome.published.append(slug)
        tell(_("%(module)s: on offer again", module=slug))
    else:
        outcome.unchanged.append(slug)
        tell(_("%(module)s: nothing has changed", module=slug))


def print_problems(
    problems: Sequence[Problem], *, as_json: bool = False, also: dict[str, Any] | None = None
) -> None:
    """Print problems for people, or as the JSON that scripts rely on."""
    if as_json:
        rows = [problem.as_row(current_language()) for problem in problems]
        print(
            json.dumps(
                {"ok": not has_errors(problems), "problems": rows, **(also or {})},
                ensure_ascii=False,
                indent=1,
            )
        )
        return
    for line in told(problems):
        print(line)
    if any(problem.code in ("stale", "assessed-stale") for problem in problems):
        print(_("Where these files are not the installation's own, add to the command: --files PATH"))
    errors = sum(problem.severity == ERROR for problem in problems)
    warnings = len(problems) - errors
    if errors:
        print(ngettext("%(num)s error", "%(num)s errors", errors))
    if warnings:
        print(ngettext("%(num)s warning", "%(num)s warnings", warnings))


def told(problems: Iterable[Problem]) -> Iterator[str]:
    """Return each problem as a line for people: file, line, what is wrong, and its code for programs."""
    for problem in problems:
        severity = _("error") if problem.severity == ERROR else _("warning")
        yield f"{problem.file}:{problem.line}: {severity}: {problem.message} [{problem.code}]"
