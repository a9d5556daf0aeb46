"""Days to hand in by, on the learner's page of an assignment and on the page of a work."""

from datetime import date
from zoneinfo import ZoneInfo

import wtforms
from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import InputRequired, Length, Optional

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.queries import GradableWork
from lms.foundation import clock
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language, current_zone, lazy_gettext
from lms.foundation.i18n import gettext as _
from lms.web.assessment.assignments import get_desk
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import allow, members
from lms.web.shell.forms import Form, long_text
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

Answer = Response | tuple[str, int]
LONGEST_NOTE = 1000


class PlanForm(Form):
    """A day of one's own."""

    planned_on = wtforms.DateField(lazy_gettext("I mean to hand in by"), [Optional()])


class AgreeForm(Form):
    """A day that is agreed with a learner, with a word to them."""

    agreed_on = wtforms.DateField(lazy_gettext("We take it until"), [InputRequired()])
    note = wtforms.TextAreaField(
        lazy_gettext("A word to the learner"), filters=[long_text], validators=[Length(max=LONGEST_NOTE)]
    )


def today() -> date:
    """Return which day it is where the viewer is."""
    return clock.now().astimezone(ZoneInfo(current_zone())).date()


@blueprint.get("/modules/<module>/assignments/<assignment>/date")
@members
def plan_date(module: str, assignment: str) -> str:
    """Show the form for a day of one's own."""
    desk = get_desk(module, assignment)
    planned = queries.find_planned(desk.place.actor.id, desk.module.module_id, assignment)
    form = PlanForm(data={"planned_on": planned.planned_on if planned else None})
    return page("assessment/plan_date", form=form, module=desk.module, assignment=desk.assignment)


@blueprint.post("/modules/<module>/assignments/<assignment>/date")
@members
def keep_date(module: str, assignment: str) -> Answer:
    """Set the learner's own day, or forget it where the field is empty."""
    desk = get_desk(module, assignment)
    form = PlanForm.of_request()
    is_forgotten = "forget" in request.form
    if is_forgotten or form.validate():
        day = None if is_forgotten else form.planned_on.data
        try:
            service.plan_date(desk.place.actor, desk.module, assignment, day, today())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("Your day is set. Later is fine as well.") if day else _("No day is set any more."))
            return redirect(url_for(".show_assignment", module=module, assignment=assignment), 303)
    return page("assessment/plan_date", form=form, module=desk.module, assignment=desk.assignment), 422


@blueprint.get("/teach/submissions/<int:submission_id>/date")
@allow(policy.may_grade, load=queries.get_work)
def agree_date(work: GradableWork) -> str:
    """Show the form for a day that is agreed with the learners of this work."""
    return _agree_page(work, AgreeForm(data=_as_agreed(work)))


@blueprint.post("/teach/submissions/<int:submission_id>/date")
@allow(policy.may_grade, load=queries.get_work)
def keep_agreed_date(work: GradableWork) -> Answer:
    """Agree the day, and tell the learners."""
    form = AgreeForm.of_request()
    if form.validate():
        try:
            day, note = form.agreed_on.data, form.note.data or ""
            service.agree_date(member(), work, day, note, current_language(), today())
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("The day is agreed. The learner is being told."))
            return redirect(url_for(".grade_submission", submission_id=work.id), 303)
    return _agree_page(work, form), 422


def _as_agreed(work: GradableWork) -> dict[str, object]:
    agreed = queries.find_dates(min(work.member_ids), work.module_id, work.assignment).agreed
    return {"agreed_on": agreed.on, "note": agreed.note} if agreed else {}


def _agree_page(work: GradableWork, form: AgreeForm) -> str:
    return page("assessment/agree_date", form=form, work=work)
