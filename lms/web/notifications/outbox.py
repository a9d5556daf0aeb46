"""Whether mail goes out: how much waits, what did not arrive, who is at work, and what the queue holds."""

from flask import current_app
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms.domain.notifications import job_names, pausing, policy, queries
from lms.foundation import broker, clock, job_runs, queue_watch
from lms.foundation.i18n import lazy_gettext as lazy
from lms.web.notifications import at_work
from lms.web.notifications.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, one_line
from lms.web.shell.pages import page

MOST_FAILED_JOBS = 20


class PauseForm(Form):
    """Why letters are to wait."""

    reason = StringField(
        lazy("Why"),
        [
            DataRequired(lazy("Please say why, in a few words.")),
            Length(max=pausing.LONGEST_REASON, message=lazy("Please say it in %(max)d characters at most.")),
        ],
        filters=[one_line],
    )


@blueprint.get("/admin/outbox")
@allow(policy.may_see_outbox)
def outbox() -> str:
    """Show in figures how letters and jobs stand, who is at work, and what went wrong."""
    return show(PauseForm())


def show(form: PauseForm) -> str:
    """Show the page, with what was typed into its form."""
    now = clock.now()
    found = at_work.look(now)
    jobs = _look_at_queue()
    runs = job_runs.last_runs()
    return page(
        "notifications/outbox",
        form=form,
        pause=queries.find_pause(),
        standing=queries.look_at_outbox(now),
        undelivered=queries.list_undelivered(now),
        at_work=found,
        jobs=jobs,
        is_broker_down=jobs is None or found.is_broker_down,
        timetable=[(name, often, runs.get(name)) for name, often in job_names.REGULAR.items()],
        job_words=job_names.job_words,
    )


def _look_at_queue() -> tuple[queue_watch.QueueStanding, list[queue_watch.FailedJob]] | None:
    """Return what the queue holds; None while the broker does not answer."""
    connection = current_app.extensions["broker"]
    try:
        standing = queue_watch.look(connection)
        failed = queue_watch.list_failed(connection, MOST_FAILED_JOBS) if standing.failed else []
    except broker.BrokerDown:
        return None
    return standing, failed
