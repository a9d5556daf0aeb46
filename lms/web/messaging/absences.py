"""When an author is away, and who answers instead."""

from datetime import date
from typing import Any

from flask import redirect, request, url_for

from lms.domain.consultations import queries as consultations
from lms.domain.messaging import policy, queries, service
from lms.domain.messaging.queries import Absence
from lms.foundation import clock, working_days
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.forms import AbsenceForm
from lms.web.shell.access import allow
from lms.web.shell.forms import options
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


@blueprint.route("/teach/absence", methods=["GET", "POST"])
@allow(policy.may_answer_questions)
def list_absences() -> Any:
    """Show when the viewer is away and for whom they stand in; on POST enter another absence."""
    actor = member()
    form = AbsenceForm.of_request()
    form.substitute.choices = options(queries.list_co_authors(actor), first=_("Nobody in particular"))
    if request.method == "POST" and form.validate():
        try:
            service.enter_absence(actor, *_days(form), form.substitute.data)
        except Invalid as refusal:
            form.refuse(refusal)
        else:
            tell(_("Your absence has been entered."))
            _warn_of_two_away(form)
            _warn_of_hours(form)
            return redirect(url_for("messaging.list_absences"), 303)
    today = working_days.day_of(clock.now())
    return page(
        "messaging/list_absences",
        form=form,
        absences=queries.list_absences_of(actor.id, today),
        standing_in=queries.list_standing_in(actor.id, today),
    ), 422 if form.errors else 200


def _warn_of_two_away(form: AbsenceForm) -> None:
    substitute_id = form.substitute.data
    if substitute_id and queries.find_overlapping_absence(substitute_id, *_days(form)):
        tell(
            _(
                "Whoever answers instead of you is away on some of these days too; "
                "then your other co-authors see the questions."
            ),
            "warning",
        )


def _warn_of_hours(form: AbsenceForm) -> None:
    """Say that consultation hours do not end by themselves: somebody may have booked them."""
    first, last = _days(form)
    ahead = consultations.list_author_spans(member().id, clock.now())
    if any(first <= working_days.day_of(span.starts_at) <= last for span in ahead):
        tell(
            _(
                "You offer consultation hours on some of these days, and they stay as they are. "
                "If you will not be there, take them back or cancel them."
            ),
            "warning",
        )


def _days(form: AbsenceForm) -> tuple[date, date]:
    first, last = form.from_day.data, form.to_day.data
    assert first is not None
    assert last is not None
    return first, last


@blueprint.post("/teach/absence/<int:absence_id>/remove")
@allow(policy.may_remove_absence, load=queries.get_absence)
def remove_absence(absence: Absence) -> Any:
    """Take an absence back."""
    service.remove_absence(member(), absence)
    tell(_("The absence has been removed."))
    return redirect(url_for("messaging.list_absences"), 303)
