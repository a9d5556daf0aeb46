"""My learning: the one next step first, then everything the viewer is in."""

from lms.domain.assessment import queries as assessment
from lms.domain.content import queries as content
from lms.domain.learning import overview, queries
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.pages import page
from lms.web.shell.session import member


@blueprint.get("/my")
@members
def my_learning() -> str:
    """Show what to do next, then all programmes and modules with their progress."""
    learner = member()
    standings = queries.list_standings(learner.id)
    places = queries.list_programme_places(learner.id)
    found = overview.courses(
        standings,
        content.get_revisions([standing.revision_id for standing in standings]),
        assessment.list_keys_in_grading(learner.id),
    )
    # In the order of the programmes: where nothing has been begun, the first module is the next one.
    ordered = [module_id for place in places for module_id in place.module_ids if module_id in found]
    ordered += [module_id for module_id in found if module_id not in ordered]
    in_programmes = {module_id for place in places if not place.left_at for module_id in place.module_ids}
    singles = [found[module_id] for module_id in ordered if module_id not in in_programmes]
    return page(
        "learning/my_learning",
        next=overview.next_course([found[module_id] for module_id in ordered]),
        courses=found,
        programmes=[
            (place, [found[module_id] for module_id in place.module_ids if module_id in found])
            for place in places
            if not place.left_at and not place.completed_at
        ],
        completed_programmes=[place for place in places if place.completed_at],
        left_programmes=[place for place in places if place.left_at and not place.is_withdrawn],
        singles=[each for each in singles if each.standing.is_enrolled and not each.standing.is_completed],
        left=[each for each in singles if each.standing.has_left],
        completed=[found[module_id] for module_id in ordered if found[module_id].standing.is_completed],
    )
