"""A kind reminder to learners who have stopped: first its very words, then sending it."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.coordination import policy, rules, service
from lms.domain.coordination.scope import QUIET
from lms.domain.coordination.service import Picked
from lms.domain.notifications import reminder_preview
from lms.foundation.errors import NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.web.coordination import blueprint
from lms.web.shell.access import allow
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


@blueprint.get("/coordinate/reminders")
@allow(policy.may_coordinate)
def preview_reminders() -> Any:
    """Show what each of the people that were picked would read, and who gets no reminder and why."""
    actor, chosen = member(), _chosen(request.args)
    if not chosen:
        tell(_("Choose at least one person first."), "warning")
        return redirect(url_for("coordination.list_people", standing=QUIET), 303)
    picked = service.sort_candidates(actor, chosen)
    _check_known(picked)
    letters = [(each, reminder_preview.preview(actor, each)) for each in picked.ready]
    return page(
        "coordination/preview_reminders",
        letters=letters,
        refused=[service.refusal_words(each) for each in picked.refused],
        days=rules.QUIET_AFTER.days,
    )


@blueprint.post("/coordinate/reminders")
@allow(policy.may_coordinate)
def send_reminders() -> Any:
    """Have these people reminded, as far as they still may be."""
    picked = service.remind_people(member(), _chosen(request.form))
    _check_known(picked)
    if picked.ready:
        tell(
            ngettext(
                "%(num)s person is being reminded.", "%(num)s people are being reminded.", len(picked.ready)
            )
        )
    for each in picked.refused:
        tell(service.refusal_words(each), "info")
    return redirect(url_for("coordination.list_people", standing=QUIET), 303)


def _chosen(sent: Any) -> list[int]:
    """Return who was ticked, or everybody of the page where that was asked for."""
    found: list[int] = sent.getlist("shown" if "all" in sent else "person", type=whole_number)
    return found


def _check_known(picked: Picked) -> None:
    if not picked.ready and not picked.refused:
        raise NotFound()
