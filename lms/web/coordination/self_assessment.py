"""What people say they can do before and after a module, in groups in which nobody can be told apart."""

from typing import Any, NamedTuple

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module, Statement
from lms.domain.coordination import policy, queries
from lms.domain.coordination.queries import StatementCount
from lms.domain.coordination.scope import Scope
from lms.foundation import clock
from lms.web.coordination import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.session import member


class Group(NamedTuple):
    """A module with what was counted in it, statement by statement."""

    module: Module
    rows: list[tuple[Statement, StatementCount]]


@blueprint.get("/coordinate/self-assessment")
@allow(policy.may_coordinate)
def self_assessment() -> Any:
    """Show by module how many can do each thing on their own, before and after it."""
    counts = queries.list_self_assessment(Scope.of(member()))
    return page("coordination/self_assessment", groups=_groups(counts), now=clock.now())


def _groups(counts: list[StatementCount]) -> list[Group]:
    """Put the counts to the modules as they are now; what is no longer asked is left out."""
    counted = {(each.module_id, each.statement): each for each in counts}
    found = []
    for module in content.list_current_modules():
        asked = ((each, counted.get((module.module_id, each.key))) for each in module.self_assessment)
        rows = [(statement, count) for statement, count in asked if count]
        if rows:
            found.append(Group(module, rows))
    return found
