"""Check course files, with or without a database to compare them with."""

from collections.abc import Collection, Mapping, Sequence

from lms.domain.content import queries
from lms.domain.content.collecting import Collection as Found
from lms.domain.content.examining import Examined, examine
from lms.domain.content.planning import plan
from lms.domain.content.problems import Problem, ProblemList
from lms.domain.content.reading import ModuleSource
from lms.domain.content.reference_checks import check_neighbours, check_references


def known_modules() -> dict[str, tuple[str, ...]]:
    """Return the prerequisites of every module on offer, so that files can be checked against them."""
    return queries.list_published_prerequisites()


def examine_all(
    sources: Sequence[ModuleSource], published: Mapping[str, Collection[str]], around: Collection[str] = ()
) -> list[Examined]:
    """Examine modules one by one and against each other, for whoever checks or publishes them."""
    examined = [examine(source) for source in sources]
    for found in examined:
        check_references(found)
    check_neighbours(examined, published, around)
    return examined


def check(found: Found, *, around: Collection[str] = (), has_database: bool = False) -> list[Problem]:
    """Return everything that is wrong with these files, for the author who asked.

    What is stale can only be told where the published revision can be read.
    """
    problems = ProblemList(found.problems)
    published = known_modules() if has_database else {}
    for examined in examine_all(found.modules, published, around):
        if examined.file is None:
            problems.extend(examined.problems)
        elif has_database:
            standing = queries.find_standing(examined.source.slug)
            previous = queries.get_revision(standing.revision_id) if standing else None
            confirmed = queries.list_confirmations(standing.module_id) if standing else frozenset()
            problems.extend(plan(examined, previous, confirmed).problems)
        else:
            problems.extend(plan(examined).problems)
    return problems.sorted()
