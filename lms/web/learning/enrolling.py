"""Enrolling in modules and programmes, leaving them, coming back."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.catalogue import queries as catalogue
from lms.domain.content import queries as content
from lms.domain.learning import queries, service
from lms.domain.learning.standing import Standing
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.post("/modules/<module>/enrol")
@members
def enrol_in_module(module: str) -> Any:
    """Give the viewer a place in the module, or back the one that they had left."""
    standing = _standing(module)
    service.enrol_in_module(member(), standing.module_id)
    tell(_("You are enrolled in the module."))
    lesson = request.form.get("lesson", "")
    if lesson and content.get_revision(standing.revision_id).lesson(lesson):  # Whoever was reading reads on.
        return redirect(url_for("learning.show_lesson", module=module, lesson=lesson), 303)
    return redirect(url_for("catalogue.show_module", module=module), 303)


@blueprint.post("/modules/<module>/leave")
@members
def leave_module(module: str) -> Any:
    """Let the viewer go; what they have done is kept."""
    service.leave_module(member(), _standing(module).module_id)
    tell(_("You have left the module. What you have done is kept, and you can come back at any time."))
    return redirect(url_for("catalogue.show_module", module=module), 303)


@blueprint.post("/programmes/<programme>/enrol")
@members
def enrol_in_programme(programme: str) -> Any:
    """Give the viewer a place in the programme and its modules."""
    service.enrol_in_programme(member(), catalogue.get_programme(programme).id)
    tell(_("You are enrolled in the programme."))
    return redirect(url_for("learning.my_learning"), 303)


@blueprint.post("/programmes/<programme>/leave")
@members
def leave_programme(programme: str) -> Any:
    """Let the viewer go from the programme; what they have done is kept."""
    service.leave_programme(member(), catalogue.get_programme(programme).id)
    tell(_("You have left the programme. What you have done is kept, and you can come back at any time."))
    return redirect(url_for("catalogue.show_programme", programme=programme), 303)


def _standing(module: str) -> Standing:
    standing = queries.find_standing(member().id, module)
    if standing is None:
        raise NotFound()
    return standing
