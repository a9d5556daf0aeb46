"""Deeds of consultation: asking, answering, closing. Whatever was sent is kept."""

from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Lesson, Module
from lms.domain.messaging import policy, queries, rules
from lms.domain.messaging.events import MessagePosted
from lms.domain.messaging.models import Conversation, Message
from lms.domain.messaging.queries import Talk
from lms.foundation import clock, db, events, i18n
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.i18n import gettext as _


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a learner asks about a lesson, or about one block of it."""

    module: Module
    lesson: Lesson
    block: str | None
    text: str
    form_key: str = ""


def ask(actor: Actor, question: Question) -> int:
    """Begin a conversation with the module's authors; the same form sent again gives the same one."""
    _check(question.text)
    if question.block and question.lesson.block(question.block) is None:
        raise Invalid(
            _(
                "This part of the lesson no longer exists. "
                "If you send the form again, your question will be about the whole lesson."
            ),
            "block",
        )
    now = clock.now()
    place = f"{question.module.module_id}/{question.lesson.slug}#{question.block or ''}"
    key = rules.message_key(actor.id, question.form_key, place, question.text, now)
    if known := queries.find_message(key):
        return known.conversation_id
    conversation = Conversation(
        learner_id=actor.id,
        module_id=question.module.module_id,
        revision_id=question.module.revision_id,
        lesson=question.lesson.slug,
        block=question.block or None,
        module_title=dict(question.module.title),
        lesson_title=dict(question.lesson.title),
        language=i18n.current_language(),
        state="waiting",
        waiting_since=now,
        started_at=now,
        last_message_at=now,
    )
    session.add(conversation)
    session.flush()
    if _post(actor, conversation, question.text, key):
        return conversation.id
    # The same form came twice at the same moment, and the other one was first.
    session.delete(conversation)
    session.flush()
    first = queries.find_message(key)
    assert first is not None
    return first.conversation_id


def reply(actor: Actor, talk: Talk, text: str, *, form_key: str = "") -> None:
    """Write on in a conversation; the learner's word reopens it, an author's answers it."""
    if not policy.may_converse(actor, talk):
        raise NotAllowed()
    _check(text)
    conversation = queries.get_conversation_for_change(talk.id)
    key = rules.message_key(actor.id, form_key, f"conversation:{talk.id}", text, clock.now())
    if queries.find_message(key) is None:
        _post(actor, conversation, text, key)


def close(actor: Actor, talk: Talk) -> None:
    """Say as an author that nothing more needs to be answered; a new word of the learner reopens it."""
    if not policy.may_answer(actor, talk):
        raise NotAllowed()
    conversation = queries.get_conversation_for_change(talk.id)
    if conversation.state != "waiting":
        raise Conflict(_("Nobody is waiting for an answer in this conversation."))
    conversation.state, conversation.waiting_since = "closed", None


def _check(text: str) -> None:
    if not text.strip():
        raise Invalid(_("Please write your message."), "text")
    if len(text) > rules.LONGEST_TEXT:
        raise Invalid(
            _(
                "The message is too long: it may have at most %(most)s characters.",
                most=i18n.format_number(rules.LONGEST_TEXT),
            ),
            "text",
        )


def _post(actor: Actor, conversation: Conversation, text: str, key: str) -> bool:
    now, is_from_learner = clock.now(), actor.id == conversation.learner_id
    is_new = db.insert_once(
        Message,
        conversation_id=conversation.id,
        sender_id=actor.id,
        is_from_learner=is_from_learner,
        text=text,
        language=i18n.current_language(),
        sent_at=now,
        form_key=key,
    )
    if not is_new:
        return False
    message = queries.find_message(key)
    assert message is not None
    standing = rules.standing_after(
        is_from_learner=is_from_learner, waiting_since=conversation.waiting_since, now=now
    )
    conversation.state, conversation.waiting_since = standing.state, standing.waiting_since
    conversation.last_message_at = now
    events.publish(
        MessagePosted(
            message_id=message.id,
            conversation_id=conversation.id,
            sender_id=actor.id,
            learner_id=conversation.learner_id,
            module_id=conversation.module_id,
            is_from_learner=is_from_learner,
        )
    )
    return True
