"""Taking a quiz, answer by answer, and reading its result."""

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import queries, service
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.places import get_place, is_sent_by_script
from lms.web.assessment.quiz_page import Late, quiz_page
from lms.web.assessment.timed import end_what_is_over
from lms.web.shell.access import members
from lms.web.shell.incoming import whole_number
from lms.web.shell.session import member

Answer = str | Response | tuple[str | Response, int]


@blueprint.get("/modules/<module>/quizzes/<quiz>")
@members
def show_quiz(module: str, quiz: str) -> str:
    """Show what awaits the learner, the open attempt, or a result; `?attempt=` chooses an earlier one."""
    return quiz_page(get_place(module), quiz, request.args.get("attempt", type=whole_number))


@blueprint.post("/modules/<module>/quizzes/<quiz>")
@members
def take_quiz(module: str, quiz: str) -> Answer:
    """Begin an attempt, or hand the open one in."""
    if "hand-in" in request.form:
        return _hand_in(module, quiz)
    place = get_place(module)
    service.start_attempt(place.actor, place.module, quiz)
    return redirect(url_for(".show_quiz", module=module, quiz=quiz), 303)


@blueprint.post("/modules/<module>/quizzes/<quiz>/answers/<question>")
@members
def save_answer(module: str, quiz: str, question: str) -> Answer:
    """Save the answer to one question; who pressed the button for it is shown the hint."""
    given = request.form.getlist("answer")
    try:
        service.save_answer(
            member(), module, quiz, question, given, language=current_language(), number=_number()
        )
        if "hint" in request.form:
            service.ask_for_hint(
                member(), module, quiz, question, language=current_language(), number=_number()
            )
    except service.TimeIsUp:
        session.rollback()
        return _say_it_is_late(module, quiz, Late(question, given))
    except Invalid as refusal:
        session.rollback()
        if is_sent_by_script():  # It says beside the question why the answer was not saved.
            return jsonify(reason=str(refusal)), refusal.status
        trouble = {question: (given, str(refusal))}
        return quiz_page(get_place(module), quiz, _number(), trouble=trouble), 422
    if is_sent_by_script():
        return Response(status=204)
    return redirect(url_for(".show_quiz", module=module, quiz=quiz, _anchor=f"question-{question}"), 303)


@blueprint.get("/modules/<module>/quizzes/<quiz>/answers/<question>")
@members
def show_question(module: str, quiz: str, question: str) -> Response:
    """Lead to the question's place on the page of its quiz."""
    return redirect(url_for(".show_quiz", module=module, quiz=quiz, _anchor=f"question-{question}"), 303)


def _say_it_is_late(module: str, quiz: str, late: Late) -> Answer:
    """Hand the attempt in as it was saved in time; its learner keeps the words that came later."""
    place = get_place(module)
    end_what_is_over(queries.list_attempts(place.actor.id, place.module.slug, quiz))
    if is_sent_by_script():
        raise service.TimeIsUp(
            _("The time for this quiz was over when this answer came, so it does not count.")
        )
    return quiz_page(place, quiz, _number(), late=late), 409


def _hand_in(module: str, quiz: str) -> Answer:
    try:
        service.submit_attempt(
            member(),
            module,
            quiz,
            language=current_language(),
            number=_number(),
            anyway="anyway" in request.form,
        )
    except service.QuestionsLeft as refusal:
        session.rollback()
        return quiz_page(get_place(module), quiz, _number(), left=refusal.keys), 422
    return redirect(url_for(".show_quiz", module=module, quiz=quiz, attempt=_number()), 303)


def _number() -> int | None:
    return request.args.get("attempt", type=whole_number)
