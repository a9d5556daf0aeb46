"""The coordinator's first page: figures with their definitions, by module and by institution."""

from lms.domain.accounts import places
from lms.domain.coordination import policy, queries
from lms.foundation import clock
from lms.web.coordination import blueprint
from lms.web.coordination.asked import asked_scope, filters_of, module_titles
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.session import viewer


@blueprint.get("/coordinate")
@allow(policy.may_coordinate)
def dashboard() -> str:
    """Show how the people of the chosen programme stand."""
    actor = viewer()
    assert actor is not None
    scope = asked_scope(actor)
    programmes = queries.list_programmes_of(scope)
    if scope.programme_id is None and programmes:
        scope = scope.narrowed(programme_id=programmes[0].id, institution_id=scope.institution_id)
    return page(
        "coordination/dashboard",
        programmes=programmes,
        scope=scope,
        filters=filters_of(scope),
        figures=queries.count_figures(scope),
        modules=queries.list_module_rows(scope),
        titles=module_titles(),
        institutions=queries.list_institution_rows(scope),
        places=places,
        now=clock.now(),
    )
