"""A plan of one's own: so much a week, what comes when, a pause, and reminders that can be switched off."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import redirect, request, url_for
from wtforms import BooleanField, DateField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.domain.assessment import left_to_do
from lms.domain.learning import queries, service, study_plan
from lms.domain.learning.queries import OwnPlan
from lms.domain.learning.study_plan import Piece, Week
from lms.foundation import clock
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language, current_zone, format_number, lazy_gettext
from lms.foundation.i18n import gettext as _
from lms.web.learning.blueprint import blueprint
from lms.web.shell.access import members
from lms.web.shell.forms import Form, by_rule, one_line
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

# The weeks that one looks at; those after them wait unfolded.
NEAR_WEEKS = 4
DAYS = (
    (1, lazy_gettext("Monday")),
    (2, lazy_gettext("Tuesday")),
    (3, lazy_gettext("Wednesday")),
    (4, lazy_gettext("Thursday")),
    (5, lazy_gettext("Friday")),
    (6, lazy_gettext("Saturday")),
    (7, lazy_gettext("Sunday")),
)


class PlanForm(Form):
    """What somebody wants for themself; hours with a comma or a point."""

    hours = StringField(lazy_gettext("Hours a week"), [InputRequired()], [one_line])
    days = SelectMultipleField(
        lazy_gettext("Days on which you would like to study"),
        coerce=int,
        choices=[SelectChoice(str(number), name) for number, name in DAYS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    target_on = DateField(lazy_gettext("A day by which you would like to have finished"), [Optional()])
    is_reminded = BooleanField(lazy_gettext("Remind me kindly, once a week at most"))

    minutes = 0

    def validate_hours(self, field: StringField) -> None:
        """Understand the hours as people write them."""
        self.minutes = by_rule(study_plan.minutes_of, field.data or "")


class PauseForm(Form):
    """Until when the plan rests; no day is until the learner is back."""

    until = DateField(lazy_gettext("Until which day"), [Optional()])


@dataclass(frozen=True)
class Outlook:
    """What the plan comes to today."""

    weeks: list[Week]
    pieces: list[Piece]
    is_paused: bool
    needed: int | None

    @property
    def minutes(self) -> int:
        """How much is left in all."""
        return sum(piece.minutes for piece in self.pieces)


@blueprint.route("/my/plan", methods=["GET", "POST"])
@members
def my_plan() -> Any:
    """Show the plan week by week, and let the learner choose their own measure."""
    own = queries.find_plan(member().id)
    form = PlanForm.of_request(**_defaults(own))
    if request.method == "POST" and form.validate():
        service.save_plan(
            member(),
            minutes_a_week=form.minutes,
            days=form.days.data or [],
            target_on=form.target_on.data,
            is_reminded=form.is_reminded.data,
        )
        tell(_("Your plan is kept. You can change it at any time."))
        return redirect(url_for("learning.my_plan"), 303)
    return _page(own, form, PauseForm()), 422 if form.errors else 200


@blueprint.post("/my/plan/pause")
@members
def pause_plan() -> Any:
    """Let the plan rest."""
    form = PauseForm.of_request()
    if form.validate():
        try:
            service.pause_plan(member(), form.until.data)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("Your plan rests, and nobody will remind you."))
            return redirect(url_for("learning.my_plan"), 303)
    own = queries.find_plan(member().id)
    return _page(own, PlanForm(data=_defaults(own)), form), 422


@blueprint.post("/my/plan/resume")
@members
def resume_plan() -> Any:
    """Go on from today."""
    service.resume_plan(member())
    tell(_("Good to have you back. The plan goes on from today."))
    return redirect(url_for("learning.my_plan"), 303)


@blueprint.post("/my/plan/drop")
@members
def drop_plan() -> Any:
    """Do without a plan."""
    service.drop_plan(member())
    tell(_("Your plan is gone; what you have learned stays."))
    return redirect(url_for("learning.my_plan"), 303)


def _defaults(own: OwnPlan | None) -> dict[str, Any]:
    if own is None:
        return {"is_reminded": True}
    choices = own.choices
    return {
        "hours": format_number(study_plan.hours_of(choices.minutes_a_week)),
        "days": choices.days,
        "target_on": choices.target_on,
        "is_reminded": choices.is_reminded,
    }


def _page(own: OwnPlan | None, form: PlanForm, pause: PauseForm) -> str:
    return page(
        "learning/my_plan",
        plan=own.choices if own else None,
        outlook=_outlook(own) if own else None,
        form=form,
        pause=pause,
        near=NEAR_WEEKS,
        days=_days_in_a_sentence(own.choices.days) if own else [],
        hours_of=study_plan.hours_of,
    )


def _days_in_a_sentence(days: list[int]) -> list[str]:
    """Return the names of days as they stand within a sentence; Lithuanian ones begin small."""
    names = [str(dict(DAYS)[day]) for day in days]
    return [name.lower() for name in names] if current_language() == "lt" else names


def _outlook(own: OwnPlan) -> Outlook:
    learner, today = member(), clock.now().astimezone(ZoneInfo(current_zone())).date()
    pieces = left_to_do.list_left(learner.id)
    choices = own.choices
    return Outlook(
        study_plan.weeks(pieces, choices.minutes_a_week, left_to_do.first_day(own, today)),
        pieces,
        study_plan.is_paused(choices, today, own.studied_at),
        study_plan.pace_for(pieces, today, choices.target_on) if choices.target_on else None,
    )
