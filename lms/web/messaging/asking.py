"""Asking the author about a lesson, or about one block of it."""

from typing import Any

from flask import redirect, request, url_for

from lms.domain.content import queries as content
from lms.domain.content.compiled import Lesson, Module
from lms.domain.learning import queries as learning
from lms.domain.messaging import queries, rules, service
from lms.domain.messaging.answering import Promise, promise_for
from lms.foundation import clock, working_days
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.messaging.attaching import for_the_field, refuse, take_in_files
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.forms import QuestionForm, new_key
from lms.web.messaging.quoting import quote
from lms.web.shell.access import members
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member


@blueprint.route("/modules/<module>/<lesson>/ask", methods=["GET", "POST"])
@members
def ask(module: str, lesson: str) -> Any:
    """Show the form with the piece it is about; on POST begin a conversation with the authors."""
    current, place = _get_lesson(module, lesson)
    form = QuestionForm.of_request(
        block=request.args.get("block", ""), revision=current.revision_id, form_key=new_key()
    )
    if request.method == "POST":
        try:
            return _send(form, current, place)
        except Invalid as refusal:
            refuse(form, refusal)
            if refusal.field == "block":
                form.block.data, form.revision.data = "", str(current.revision_id)
    asked, _place = _as_it_was(form, current, place)
    return page(
        "messaging/ask",
        form=form,
        module=current,
        lesson=place,
        quote=quote(asked, lesson, form.block.data, current_language()),
        longest=rules.LONGEST_TEXT,
        promise=_promise(current),
        within=rules.ANSWERED_WITHIN,
        **for_the_field(),
    ), 422 if form.errors else 200


def _promise(module: Module) -> Promise | None:
    """Return what the learner may expect; None where nobody answers for the module yet."""
    actor, today = member(), working_days.day_of(clock.now())
    answerers = queries.list_answerers(module.module_id, today, besides=actor.id)
    return promise_for(answerers, today) if answerers else None


def _get_lesson(module: str, lesson: str) -> tuple[Module, Lesson]:
    """Return the lesson of that address; a withdrawn module is still there for its learners."""
    standing = learning.find_standing(member().id, module)
    if standing is None or (standing.is_withdrawn and standing.enrolment_id is None):
        raise NotFound()
    current = content.get_revision(standing.revision_id)
    place = current.lesson(lesson)
    if place is None:
        raise NotFound()
    return current, place


def _as_it_was(form: QuestionForm, current: Module, place: Lesson) -> tuple[Module, Lesson]:
    """Return the revision that the form was opened on, if the block has changed or gone since."""
    # A form without the hidden field gives the number that it would have held.
    given = str(form.revision.data or "")
    if not form.block.data or not (given.isascii() and given.isdigit()) or len(given) > 9:
        return current, place
    try:
        asked = content.get_revision(int(given))
    except NotFound:
        return current, place
    then = asked.lesson(place.slug) if asked.module_id == current.module_id else None
    return (asked, then) if then and then.block(form.block.data) else (current, place)


def _send(form: QuestionForm, current: Module, place: Lesson) -> Any:
    asked, lesson = _as_it_was(form, current, place)
    conversation_id = service.ask(
        member(),
        service.Question(
            module=asked,
            lesson=lesson,
            block=form.block.data or None,
            text=form.text.data or "",
            form_key=request.form.get("form_key", ""),
            files=take_in_files(),
        ),
    )
    tell(_("Your question has been sent to the authors of the module."))
    return redirect(url_for("messaging.show_conversation", conversation_id=conversation_id), 303)
