"""Jobs that failed: the administrator has them tried again, or deletes them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, redirect, url_for

from lms.domain.accounts.actor import Actor
from lms.domain.notifications import failed_jobs, policy
from lms.foundation.broker import BrokerDown
from lms.foundation.i18n import gettext as _
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.pages import tell
from lms.web.shell.session import member


@blueprint.post("/admin/outbox/jobs/<uuid:job_id>/retry")
@allow(policy.may_see_outbox)
def retry_job(job_id: UUID) -> Any:
    """Try a failed job again."""
    return _done(failed_jobs.retry_job, job_id, _("The job will be tried again."))


@blueprint.post("/admin/outbox/jobs/<uuid:job_id>/delete")
@allow(policy.may_see_outbox)
def delete_job(job_id: UUID) -> Any:
    """Delete a failed job."""
    return _done(failed_jobs.delete_job, job_id, _("The job is deleted."))


def _done(deed: Callable[[Actor, Any, str], bool], job_id: UUID, words: str) -> Any:
    try:
        is_there = deed(member(), current_app.extensions["broker"], str(job_id))
    except BrokerDown:
        tell(_("The queue’s server does not answer; nothing has changed."))
    else:
        tell(words if is_there else _("This job is no longer among those that failed."))
    return redirect(url_for("notifications.outbox", _anchor="queue"), 303)
