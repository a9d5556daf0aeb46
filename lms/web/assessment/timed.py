"""Attempts whose time is over, as a page or a late answer meets them; and more time for one person."""

from collections.abc import Sequence
from datetime import datetime

import wtforms
from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import Length

from lms.domain.assessment import policy, queries, service, timing
from lms.domain.assessment.queries import AttemptLine, TimedQuiz
from lms.domain.content import queries as content
from lms.foundation import clock
from lms.foundation.db import begin_reading, session, unit_of_work
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import lazy_gettext
from lms.web.assessment.blueprint import blueprint
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text, one_line, options
from lms.web.shell.incoming import possible_id, whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

MINUTES, PERCENT, UNLIMITED = "minutes", "percent", "unlimited"
MOST_LISTED = 20

Answer = str | Response | tuple[str, int]


def end_what_is_over(attempts: Sequence[AttemptLine]) -> bool:
    """Hand in an open attempt whose time is over, in a deed of its own; tell whether there was one.

    A page that is only looked at does this too: the learner sees the attempt as it stands, and
    so does the register.
    """
    overdue = [each.id for each in attempts if each.is_open and timing.is_over(each.ends_at, clock.now())]
    for attempt_id in overdue:
        with unit_of_work():
            service.end_overdue(attempt_id)
    if overdue:
        begin_reading()
    return bool(overdue)


def minutes_left(ends_at: datetime | None) -> int | None:
    """Return how many whole minutes are left, a begun one as one, or None without a limit."""
    if ends_at is None:
        return None
    return max(0, -int((clock.now() - ends_at).total_seconds() // 60))


class ExtensionForm(Form):
    """Who has more time, and how much."""

    learner = wtforms.IntegerField(lazy_gettext("Learner"), filters=[possible_id])
    way = wtforms.RadioField(
        lazy_gettext("How much more time"),
        choices=options(
            [
                (MINUTES, lazy_gettext("So many minutes more")),
                (PERCENT, lazy_gettext("So many per cent more")),
                (UNLIMITED, lazy_gettext("No time limit")),
            ]
        ),
        default=MINUTES,
    )
    amount = wtforms.StringField(lazy_gettext("Minutes or per cent"), filters=[one_line])
    reason = wtforms.TextAreaField(
        lazy_gettext("Reason"),
        filters=[long_text],
        validators=[Length(max=2000)],
    )

    @property
    def grant(self) -> service.Grant:
        """What was filled in; an amount that is no whole number counts as none."""
        typed = (self.amount.data or "").removesuffix("%").strip()
        amount = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 6 else 0
        more = {
            MINUTES: timing.More(minutes=amount),
            PERCENT: timing.More(percent=amount),
        }.get(self.way.data, timing.More())
        return service.Grant(more, self.reason.data or "")

    def check(self) -> bool:
        """Check everything at once; who is meant has to be chosen."""
        self.validate()
        if self.learner.data is None:
            self.learner.errors = [_("Please choose a learner.")]
        return not self.errors


@blueprint.get("/teach/quizzes/<module>/<quiz>/time")
@allow(policy.may_extend_time, load=queries.get_timed_quiz)
def extend_time(quiz: TimedQuiz) -> str:
    """List who has more time for the quiz, and offer it to a learner of the module."""
    return _time_page(quiz, ExtensionForm.of_request())


@blueprint.post("/teach/quizzes/<module>/<quiz>/time")
@allow(policy.may_extend_time, load=queries.get_timed_quiz)
def enter_extension(quiz: TimedQuiz) -> Answer:
    """Give one learner more time, or take it back."""
    actor = member()
    here = redirect(url_for(".extend_time", module=quiz.module, quiz=quiz.quiz), 303)
    if "take-back" in request.form:
        extension_id = request.form.get("take-back", 0, type=whole_number)
        extension = queries.get_extension(extension_id, quiz.module_id, quiz.quiz)
        service.take_extension_back(actor, extension)
        tell(_("From the next attempt on, this learner has as much time as everybody else."))
        return here
    form = ExtensionForm.of_request()
    if not form.check():
        return _time_page(quiz, form), 422
    module = content.get_revision(quiz.revision_id)
    try:
        service.extend_time(actor, module, quiz.quiz, form.learner.data or 0, form.grant)
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _time_page(quiz, form), 422
    tell(_("The learner has more time now, and is being told."))
    return here


def _time_page(timed: TimedQuiz, form: ExtensionForm) -> str:
    module = content.get_revision(timed.revision_id)
    words = one_line(request.args.get("q", ""))[:100]
    learners = queries.list_learners(
        timed.module_id, timed.quiz, besides=member().id, words=words, limit=MOST_LISTED + 1
    )
    return page(
        "assessment/extend_time",
        module=module,
        quiz=service.get_quiz(module, timed.quiz),
        form=form,
        words=words,
        learners=learners[:MOST_LISTED],
        has_more=len(learners) > MOST_LISTED,
        extensions=queries.list_extensions(timed.module_id, timed.quiz),
        allowed_minutes=timing.allowed_minutes,
    )
