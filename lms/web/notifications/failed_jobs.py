"""Jobs that failed: the administrator has them tried again, or deletes them."""

from typing import Any
from uuid import UUID

from flask import current_app, redirect, url_for

from lms.domain.notifications import failed_jobs, policy
from lms.foundation.broker import BrokerDown
from lms.foundation.i18n import gettext as _
from lms.web.notifications.blueprint import blueprint
from lms.web.notifications.own import current_actor
from lms.web.shell.access import allow
from lms.web.shell.pages import tell


@blueprint.post("/admin/outbox/jobs/<uuid:job_id>/retry")
@allow(policy.may_see_outbox)
def retry_job(job_id: UUID) -> Any:
    """Try a failed job again."""
    try:
        is_there = failed_jobs.retry_job(current_actor(), current_app.extensions["broker"], str(job_id))
    except BrokerDown:
        return _back(_("The queue’s server does not answer; nothing has changed."))
    return _back(_("The job will be tried again.") if is_there else _gone())


@blueprint.post("/admin/outbox/jobs/<uuid:job_id>/delete")
@allow(policy.may_see_outbox)
def delete_job(job_id: UUID) -> Any:
    """Delete a failed job."""
    try:
        is_there = failed_jobs.delete_job(current_actor(), current_app.extensions["broker"], str(job_id))
    except BrokerDown:
        return _back(_("The queue’s server does not answer; nothing has changed."))
    return _back(_("The job is deleted.") if is_there else _gone())


def _gone() -> str:
    return _("This job is no longer among those that failed.")


def _back(words: str) -> Any:
    tell(words)
    return redirect(url_for("notifications.outbox", _anchor="queue"), 303)
