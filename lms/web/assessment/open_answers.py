"""Marking answers to open questions: what was asked, what earns how many points, and the answer."""

from typing import Any

import wtforms
from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.queries import MarkableAttempt
from lms.domain.assessment.remarking import SAME
from lms.domain.content import queries as content
from lms.domain.content.compiled_questions import Question
from lms.domain.coordination import promises
from lms.domain.notifications import queries as notifications
from lms.domain.notifications import service as telling
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language, lazy_gettext, parse_number
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.shell import waiting
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

LONGEST_COMMENT = 10_000

Answer = str | Response | tuple[str, int]


class MarkingForm(Form):
    """Points and a comment for each open question that was answered."""

    questions: dict[str, Question]

    @property
    def marks(self) -> dict[str, service.Mark]:
        """What was filled in, by question; one without points is left out."""
        return {
            key: service.Mark(
                int(parse_number(self[f"points-{key}"].data)), self[f"comment-{key}"].data or ""
            )
            for key in self.questions
            if (self[f"points-{key}"].data or "").strip()
        }

    def check(self, *, needs_all: bool) -> bool:
        """Check everything at once; a comment without points is never let fall."""
        self.validate()
        for key in self.questions:
            points, comment = self[f"points-{key}"], self[f"comment-{key}"]
            is_empty = not (points.data or "").strip()
            if is_empty and (needs_all or (comment.data or "").strip()):
                points.errors = [_("Please write how many points this answer earns.")]
        return not self.errors


def marking_form(questions: dict[str, Question]) -> type[MarkingForm]:
    """Make the form for the questions of one attempt."""
    fields = _points(questions)
    for key in questions:
        fields[f"comment-{key}"] = wtforms.TextAreaField(
            lazy_gettext("Comment"), filters=[long_text], validators=[Length(max=LONGEST_COMMENT)]
        )
    return type("MarkingFormOfAttempt", (MarkingForm,), fields)


def _points(questions: dict[str, Question]) -> dict[str, Any]:
    fields: dict[str, Any] = {"questions": questions}
    for key, question in questions.items():
        fields[f"points-{key}"] = wtforms.StringField(
            lazy_gettext("Points"), validators=[_whole_points(question)]
        )
    return fields


def _whole_points(question: Question) -> Any:
    def check(_form: wtforms.Form, field: wtforms.Field) -> None:
        if not (field.data or "").strip():
            return
        try:
            number = parse_number(field.data)
        except ValueError as problem:
            raise wtforms.ValidationError(
                _("Please write whole points, from 0 to %(most)s.", most=question.points)
            ) from problem
        if not 0 <= number <= question.points:
            raise wtforms.ValidationError(
                _("Please write whole points, from 0 to %(most)s.", most=question.points)
            )
        if number % 1:
            raise wtforms.ValidationError(
                _(
                    "Points are whole here. Please write a whole number from 0 to %(most)s.",
                    most=question.points,
                )
            )

    return check


class CorrectingForm(Form):
    """Other points for answers that this person has marked, and why."""

    reason = wtforms.TextAreaField(
        lazy_gettext("Reason"),
        filters=[long_text],
        validators=[
            DataRequired(lazy_gettext("Please say why the marks change. The learner will read it.")),
            Length(max=LONGEST_COMMENT),
        ],
    )
    questions: dict[str, Question]

    @property
    def points(self) -> dict[str, int]:
        """What is given now, by question; a field left empty changes nothing."""
        typed = {key: (self[f"points-{key}"].data or "").strip() for key in self.questions}
        return {key: int(parse_number(words)) for key, words in typed.items() if words}


def correcting_form(attempt: MarkableAttempt, actor_id: int) -> CorrectingForm:
    """Make the form for the marks that this person gave, once the attempt has its result."""
    marks = {} if attempt.is_waiting else queries.read_marks(attempt.id)
    mine = {key: mark for key, mark in marks.items() if mark.marker_id == actor_id}
    questions = service.questions_to_mark(attempt) if mine else {}
    kept = {f"points-{key}": str(mark.points) for key, mark in mine.items()}
    fields = _points({key: questions[key] for key in mine})
    made: type[CorrectingForm] = type("CorrectingFormOfAttempt", (CorrectingForm,), fields)
    return made.of_request(**kept)


@blueprint.get("/teach/attempts/<int:attempt_id>")
@allow(policy.may_mark, load=queries.get_attempt_to_mark)
def mark_attempt(attempt: MarkableAttempt) -> str:
    """Show the answers that wait for a mark, or the marks and what became of telling the learner."""
    return _marking_page(attempt)


@blueprint.post("/teach/attempts/<int:attempt_id>")
@allow(policy.may_mark, load=queries.get_attempt_to_mark)
def enter_marks(attempt: MarkableAttempt) -> Answer:
    """Enter the marks that were filled in; with the last one the attempt has its result."""
    actor = member()
    form = marking_form(_sent(attempt)).of_request()
    if not form.check(needs_all="some" not in request.form):
        return _marking_page(attempt, form), 422
    try:
        is_done = service.mark_answers(actor, attempt.id, form.marks, current_language())
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _marking_page(attempt, form), 422
    except service.AlreadyMarked:
        session.rollback()
        return _marking_page(queries.get_attempt_to_mark(attempt.id), form, is_late=True), 409
    if not is_done:
        tell(_("Saved. The learner sees the marks once every answer has one."))
        return redirect(url_for(".mark_attempt", attempt_id=attempt.id, _anchor="marking"), 303)
    telling.mark_read_about(actor.id, f"attempt:{attempt.id}")
    tell(_("Marked. The learner is being told."))
    if "next" in request.form:
        return waiting.go_on(promises.MARKING, attempt.id)
    return redirect(url_for(".mark_attempt", attempt_id=attempt.id), 303)


@blueprint.post("/teach/attempts/<int:attempt_id>/marks")
@allow(policy.may_mark, load=queries.get_attempt_to_mark)
def correct_marks(attempt: MarkableAttempt) -> Answer:
    """Correct one's own marks after the result is there; it rises or falls, and the learner is told."""
    actor = member()
    form = correcting_form(attempt, actor.id)
    if not form.validate():
        return _marking_page(attempt, correcting=form), 422
    try:
        outcome = service.correct_marks(
            actor, attempt.id, form.points, reason=form.reason.data or "", language=current_language()
        )
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _marking_page(attempt, correcting=form), 422
    tell(_said(outcome))
    return redirect(url_for(".mark_attempt", attempt_id=attempt.id, _anchor="result"), 303)


def _said(outcome: str | None) -> str:
    if outcome is None:
        return _("The marks are as they were.")
    if outcome == SAME:
        return _("The marks are corrected; the result stays the same.")
    return _("The marks and the result are corrected. The learner is being told.")


def _sent(attempt: MarkableAttempt) -> dict[str, Question]:
    """Return the questions whose fields the page had: what somebody else had marked by then has none."""
    questions = service.questions_to_mark(attempt)
    return {
        key: each
        for key, each in questions.items()
        if {f"points-{key}", f"comment-{key}"} & request.form.keys()
    }


def _marking_page(
    attempt: MarkableAttempt,
    form: MarkingForm | None = None,
    *,
    is_late: bool = False,
    correcting: CorrectingForm | None = None,
) -> str:
    actor = member()
    marks = queries.read_marks(attempt.id)
    questions = service.questions_to_mark(attempt)
    if form is None:
        mine = {key: mark for key, mark in marks.items() if mark.marker_id == actor.id}
        open_ones = {key: each for key, each in questions.items() if key not in marks or key in mine}
        kept = {f"points-{key}": str(mark.points) for key, mark in mine.items()}
        kept |= {f"comment-{key}": mark.comment for key, mark in mine.items()}
        form = marking_form(open_ones if attempt.is_waiting else {})(data=kept)
    module = content.get_revision(attempt.revision_id)
    return page(
        "assessment/mark_attempt",
        attempt=attempt,
        module=module,
        quiz=service.get_quiz(module, attempt.quiz),
        questions=questions,
        answers=queries.read_texts(attempt.id),
        marks=marks,
        form=form,
        correcting=correcting or correcting_form(attempt, actor.id),
        is_late=is_late,
        deliveries=[] if attempt.is_waiting else _deliveries(attempt),
        following=waiting.find_next(promises.MARKING, attempt.id),
    )


def _deliveries(attempt: MarkableAttempt) -> list[notifications.Delivery]:
    """Return what became of telling the learner."""
    told = notifications.delivery_of(f"attempt:{attempt.id}")
    return [each for each in told if each.occasion.startswith(("attempt-marked:", "result-corrected:"))]
