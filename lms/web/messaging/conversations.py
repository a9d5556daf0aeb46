"""The learner's list of conversations, and one conversation for both sides."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import redirect, request, url_for

from lms.domain.accounts import queries as accounts
from lms.domain.accounts.actor import Actor
from lms.domain.content import queries as content
from lms.domain.coordination import promises
from lms.domain.messaging import policy, queries, rules, service
from lms.domain.messaging.answering import Answerer
from lms.domain.messaging.queries import Talk
from lms.domain.notifications import queries as notices
from lms.domain.notifications import service as notifications
from lms.foundation import clock, working_days
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.web.learning.record import address_as_kept
from lms.web.messaging.attaching import for_the_field, refuse, take_in_files
from lms.web.messaging.blueprint import blueprint
from lms.web.messaging.forms import MessageForm, new_key
from lms.web.messaging.quoting import quote
from lms.web.shell import waiting
from lms.web.shell.access import allow, members
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

PER_PAGE = 25
KIND = "message-posted"


@blueprint.get("/messages")
@members
def list_conversations() -> str:
    """List the viewer's own conversations, the latest word first."""
    actor = member()
    paging = Page.of(request.args.get("page"), queries.count_own(actor.id), PER_PAGE)
    return page(
        "messaging/list_conversations",
        talks=queries.list_own(actor.id, paging.size, paging.offset),
        unread_in=notices.unread_in_conversations(actor.id),
        paging=paging,
    )


@blueprint.route("/messages/<int:conversation_id>", methods=["GET", "POST"])
@allow(policy.may_converse, load=queries.get_conversation)
def show_conversation(talk: Talk) -> Any:
    """Show what was written and the form to write on; on POST send what was typed."""
    form = MessageForm.of_request(form_key=new_key())
    if request.method == "POST":
        try:
            return _send(talk, form)
        except Invalid as refusal:
            refuse(form, refusal)
    return _conversation_page(talk, form), 422 if form.errors else 200


def _send(talk: Talk, form: MessageForm) -> Any:
    actor = member()
    form_key = request.form.get("form_key", "")
    service.reply(actor, talk, form.text.data or "", form_key=form_key, files=take_in_files())
    notifications.mark_read_about(actor.id, subject_of(talk))
    tell(_("Your message has been sent."))
    if "next" in request.form:
        return waiting.go_on(promises.QUESTION, talk.id)
    return back_to(talk, "newest")


@blueprint.post("/messages/<int:conversation_id>/read")
@allow(policy.may_converse, load=queries.get_conversation)
def mark_conversation_read(talk: Talk) -> Any:
    """Remember that the viewer has read the conversation."""
    notifications.mark_read_about(member().id, subject_of(talk))
    return back_to(talk)


@blueprint.post("/messages/<int:conversation_id>/close")
@allow(policy.may_answer, load=queries.get_conversation)
def close_conversation(talk: Talk) -> Any:
    """Take the conversation from the list of what waits, for nothing more needs to be answered."""
    service.close(member(), talk)
    notifications.mark_read_about(member().id, subject_of(talk))
    tell(_("The question no longer waits for an answer. A new word from the learner will open it again."))
    return waiting.go_on(promises.QUESTION, talk.id)


@blueprint.post("/messages/<int:conversation_id>/settle")
@allow(policy.may_settle, load=queries.get_conversation)
def settle_conversation(talk: Talk) -> Any:
    """Remember that this has answered the learner's question."""
    service.settle(member(), talk)
    notifications.mark_read_about(member().id, subject_of(talk))
    tell(_("Thank you. The question is settled; if you write again, it opens again."))
    return back_to(talk)


def _conversation_page(talk: Talk, form: MessageForm) -> str:
    actor, now = member(), clock.now()
    today = working_days.day_of(now)
    answerers = queries.list_answerers(talk.module_id, today, besides=talk.learner_id)
    may_answer = policy.may_answer(actor, talk)
    told = notices.delivery_of(subject_of(talk))
    deliveries: dict[str, list[notices.Delivery]] = {}
    for delivery in told:
        deliveries.setdefault(delivery.occasion, []).append(delivery)
    messages = queries.list_messages(talk.id)
    unread = {
        message.id
        for message in messages
        for delivery in deliveries.get(f"{KIND}:{message.id}", ())
        if delivery.recipient_id == actor.id and delivery.state != "read"
    }
    return page(
        "messaging/show_conversation",
        talk=talk,
        messages=messages,
        deliveries=deliveries,
        unread_messages=unread,
        has_unread=any(each.recipient_id == actor.id and each.state != "read" for each in told),
        quote=quote(content.get_revision(talk.revision_id), talk.lesson, talk.block, talk.language),
        way_back=_way_to_lesson(talk) or _way_to_kept_text(talk, actor.id),
        is_learner=talk.learner_id == actor.id,
        may_answer=may_answer,
        others=_others(actor, answerers, today) if may_answer else [],
        is_anybody_there=bool(answerers),
        editable=_editable(actor, talk, messages, now),
        today=today,
        days_until=working_days.between,
        following=waiting.find_next(promises.QUESTION, talk.id) if may_answer else None,
        form=form,
        longest=rules.LONGEST_TEXT,
        **for_the_field(),
    )


def _others(actor: Actor, answerers: Sequence[Answerer], today: date) -> list[tuple[int, str]]:
    """Return to whom the viewer can hand the question over: co-authors who are there today."""
    ids = [each.user_id for each in answerers if each.user_id != actor.id and not each.leave_on(today)]
    names = accounts.list_names(ids) if ids else {}
    return [(user_id, names[user_id]) for user_id in ids]


def _editable(actor: Actor, talk: Talk, messages: Sequence[queries.SentMessage], now: datetime) -> set[int]:
    """Return which of their messages the viewer can still mend: those after the other side's last one."""
    found: set[int] = set()
    for message in reversed(messages):
        if message.is_from_learner != (actor.id == talk.learner_id):
            break
        if message.sender_id == actor.id and rules.may_still_edit(message.sent_at, now, is_answered=False):
            found.add(message.id)
    return found


def _way_to_lesson(talk: Talk) -> str | None:
    """Return the address of the place in the lesson as it is now, if it is still there."""
    current = content.find_current(talk.module)
    lesson = current.lesson(talk.lesson) if current else None
    if lesson is None:
        return None
    anchor = talk.block if talk.block and lesson.block(talk.block) else None
    return url_for("learning.show_lesson", module=talk.module, lesson=talk.lesson, _anchor=anchor)


def _way_to_kept_text(talk: Talk, reader_id: int) -> str | None:
    """Return where the learner still reads what is gone from the catalogue; others have no such page."""
    if reader_id != talk.learner_id:
        return None
    return address_as_kept(reader_id, talk.module_id, talk.lesson, talk.block)


def subject_of(talk: Talk) -> str:
    """Return under which name notices know the conversation."""
    return f"conversation:{talk.id}"


def back_to(talk: Talk, anchor: str | None = None) -> Any:
    """Lead to the conversation, to one of its messages if an anchor is given."""
    return redirect(url_for("messaging.show_conversation", conversation_id=talk.id, _anchor=anchor), 303)
