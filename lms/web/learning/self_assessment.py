"""How well one can do what a module is for: said before it and after it, shown to oneself."""

from typing import Any

from flask import redirect, request, url_for
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from lms.domain.content import queries as content
from lms.domain.content.compiled import Module
from lms.domain.learning import queries, self_assessment, service
from lms.domain.learning.self_assessment import AFTER, Ratings
from lms.domain.learning.standing import Standing
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import in_language
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.forms import Form
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

LEVELS = {
    1: lazy("Not yet"),
    2: lazy("With help"),
    3: lazy("On my own"),
    4: lazy("I could teach others"),
}


@blueprint.route("/modules/<module>/self-assessment", methods=["GET", "POST"])
@members
def rate_oneself(module: str) -> Any:
    """Show the learner's own levels before and after the module, and let them say the next ones."""
    standing = queries.find_standing(member().id, module)
    if standing is None or not standing.is_enrolled or standing.is_withdrawn:
        raise NotFound()
    compiled = content.get_revision(standing.revision_id)
    if not compiled.self_assessment:
        raise NotFound()
    ratings = queries.list_self_ratings(member().id, compiled.module_id)
    asked = request.values.get("moment")
    moment = self_assessment.moment_to_rate(asked, ratings, is_completed=standing.is_completed)
    form = _form(compiled, ratings.get(moment, {}))
    if request.method == "POST" and form.validate():
        try:
            service.rate_oneself(member(), compiled, asked or moment, _levels(form))
        except (Conflict, Invalid) as refusal:
            form.form_errors.append(str(refusal))
        else:
            tell(_("Your answers are kept. Only you see them."))
            return redirect(url_for(".rate_oneself", module=module, _anchor="chart"), 303)
    return _page(compiled, standing, ratings, moment, form), 422 if form.errors else 200


def _form(module: Module, levels: dict[str, int]) -> Form:
    """Return a form with a field for each statement, named by its key."""
    choices = [SelectChoice(str(level), words) for level, words in LEVELS.items()]
    fields = {
        f"level-{each.key}": RadioField(in_language(each.text), [Optional()], choices=choices)
        for each in module.self_assessment
    }
    chosen = {f"level-{key}": str(level) for key, level in levels.items()}
    form: Form = type("RatingForm", (Form,), fields).of_request(**chosen)  # type: ignore[attr-defined]
    return form


def _levels(form: Form) -> dict[str, int]:
    return {name.removeprefix("level-"): int(value) for name, value in form.data.items() if value}


def _page(module: Module, standing: Standing, ratings: Ratings, moment: str, form: Form) -> str:
    lines = self_assessment.lines(module, ratings)
    return page(
        "learning/rate_oneself",
        module=module,
        lines=lines,
        words=LEVELS,
        form=form,
        moment=moment,
        has_before=any(line.before for line in lines),
        has_after=any(line.after for line in lines),
        # Who has said how it was is not asked again unasked.
        is_asked="moment" in request.values or not ratings.get(moment),
        may_go_on=moment != AFTER and bool(ratings) and not standing.is_completed,
    )
