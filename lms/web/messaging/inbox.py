"""The authors' inbox: what learners ask, the longest wait first."""

from flask import request

from lms.domain.messaging import policy, queries
from lms.domain.notifications import queries as notices
from lms.foundation import clock, working_days
from lms.foundation.errors import NotFound
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.conversations import PER_PAGE
from lms.web.shell.access import allow
from lms.web.shell.pages import page
from lms.web.shell.paging import Page
from lms.web.shell.session import member

CHOICES = {"waiting": ("waiting",), "all": queries.STATES}
WHOSE = ("all", "mine", "nobody")


@blueprint.get("/teach/questions")
@allow(policy.may_answer_questions)
def inbox() -> str:
    """List the questions about the modules that the viewer answers for, by module if one is chosen."""
    actor = member()
    shown = request.args.get("show", "waiting")
    whose = request.args.get("whose", "all")
    if shown not in CHOICES or whose not in WHOSE:
        raise NotFound()
    module = request.args.get("module") or None
    queues = queries.list_queues(actor)
    if module is not None and module not in {queue.module for queue in queues}:
        raise NotFound()
    total = queries.count_inbox(actor, module=module, states=CHOICES[shown], whose=whose)
    paging = Page.of(request.args.get("page"), total, PER_PAGE)
    return page(
        "messaging/inbox",
        talks=queries.list_inbox(
            actor,
            module=module,
            states=CHOICES[shown],
            whose=whose,
            limit=paging.size,
            offset=paging.offset,
        ),
        queues=queues,
        module=module,
        shown=shown,
        whose=whose,
        today=working_days.day_of(clock.now()),
        days_until=working_days.between,
        total=total,
        unread_in=notices.unread_in_conversations(actor.id),
        paging=paging,
    )
