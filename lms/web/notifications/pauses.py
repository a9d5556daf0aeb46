"""The administrator lets letters wait, and leave again."""

from typing import Any

from flask import redirect, url_for

from lms.domain.notifications import pausing, policy
from lms.foundation.i18n import gettext as _
from lms.web.notifications import outbox
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.post("/admin/outbox/pause")
@allow(policy.may_see_outbox)
def pause_letters() -> Any:
    """Let letters wait until somebody resumes them."""
    form = outbox.PauseForm.of_request()
    if not form.validate():
        return outbox.show(form), 422
    is_new = pausing.pause_letters(member(), form.reason.data or "")
    tell(_("Letters wait from now on.") if is_new else _("Letters were paused already; nothing has changed."))
    return redirect(url_for("notifications.outbox"), 303)


@blueprint.post("/admin/outbox/resume")
@allow(policy.may_see_outbox)
def resume_letters() -> Any:
    """Let letters leave again."""
    if pausing.resume_letters(member()):
        tell(_("Letters are being sent again."))
    else:
        tell(_("Letters were not paused; nothing has changed."))
    return redirect(url_for("notifications.outbox"), 303)
