"""Asking, answering, closing. Whatever was sent is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Lesson, Module
from lms.domain.messaging import answering, policy, queries, rules
from lms.domain.messaging.events import MessagePosted
from lms.domain.messaging.models import Conversation, Message
from lms.domain.messaging.queries import Talk
from lms.domain.messaging.service.files import keep_files
from lms.foundation import clock, db, events, i18n, working_days
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.i18n import gettext as _
from lms.foundation.uploads import CheckedUpload


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a learner asks about a lesson, or about one block of it."""

    module: Module
    lesson: Lesson
    block: str | None
    text: str
    form_key: str = ""
    files: Sequence[CheckedUpload] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    """What one form has brought, and the key by which the same form is recognised."""

    text: str
    files: Sequence[CheckedUpload]
    key: str

    @classmethod
    def of(cls, actor: Actor, place: str, text: str, files: Sequence[CheckedUpload], key: str) -> "_Words":
        digests = [f"{file.file_name}:{file.sha256}" for file in files]
        return cls(text, files, rules.message_key(actor.id, key, place, text, clock.now(), digests))


def ask(actor: Actor, question: Question) -> int:
    """Begin a conversation with the module's authors; the same form sent again gives the same one."""
    check_text(question.text)
    if question.block and question.lesson.block(question.block) is None:
        raise Invalid(
            _(
                "This part of the lesson no longer exists. "
                "If you send the form again, your question will be about the whole lesson."
            ),
            "block",
        )
    place = f"{question.module.module_id}/{question.lesson.slug}#{question.block or ''}"
    words = _Words.of(actor, place, question.text, question.files, question.form_key)
    if known := queries.find_message(words.key):
        return known.conversation_id
    conversation = _begin(actor, question)
    if _post(actor, conversation, words):
        return conversation.id
    # The same form came twice at the same moment, and the other one was first.
    session.delete(conversation)
    session.flush()
    first = queries.find_message(words.key)
    assert first is not None
    return first.conversation_id


def _begin(actor: Actor, question: Question) -> Conversation:
    now = clock.now()
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
        started_at=now,
        last_message_at=now,
    )
    session.add(conversation)
    session.flush()
    return conversation


def reply(
    actor: Actor, talk: Talk, text: str, *, form_key: str = "", files: Sequence[CheckedUpload] = ()
) -> None:
    """Write on in a conversation; the learner's word reopens it, an author's answers it."""
    if not policy.may_converse(actor, talk):
        raise NotAllowed()
    check_text(text)
    conversation = queries.get_conversation_for_change(talk.id)
    words = _Words.of(actor, f"conversation:{talk.id}", text, files, form_key)
    if queries.find_message(words.key) is None:
        _post(actor, conversation, words)


def close(actor: Actor, talk: Talk) -> None:
    """Say as an author that nothing more needs to be answered; a new word of the learner reopens it."""
    if not policy.may_answer(actor, talk):
        raise NotAllowed()
    conversation = queries.get_conversation_for_change(talk.id)
    if conversation.state == "closed":
        return  # the button was pressed twice
    if conversation.state != "waiting":
        raise Conflict(_("Nobody is waiting for an answer in this conversation."))
    conversation.state = "closed"
    _end_the_wait(conversation)


def settle(actor: Actor, talk: Talk) -> None:
    """Say as the learner that this has answered the question; a new word reopens it."""
    if not policy.may_settle(actor, talk):
        raise NotAllowed()
    conversation = queries.get_conversation_for_change(talk.id)
    if conversation.state == "waiting":
        raise Conflict(_("This question has not been answered yet."))
    conversation.state = "settled"


def check_text(text: str) -> None:
    """Refuse a message without words, or with too many."""
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


def _post(actor: Actor, conversation: Conversation, words: _Words) -> bool:
    now, is_from_learner = clock.now(), actor.id == conversation.learner_id
    is_new = db.insert_once(
        Message,
        conversation_id=conversation.id,
        sender_id=actor.id,
        is_from_learner=is_from_learner,
        text=words.text,
        language=i18n.current_language(),
        sent_at=now,
        form_key=words.key,
    )
    if not is_new:
        return False
    message = queries.find_message(words.key)
    assert message is not None
    keep_files(message.id, words.files)
    conversation.last_message_at = now
    told_ids = _wait(conversation) if is_from_learner else _answer(actor, conversation)
    events.publish(
        MessagePosted(
            message_id=message.id,
            conversation_id=conversation.id,
            sender_id=actor.id,
            learner_id=conversation.learner_id,
            module_id=conversation.module_id,
            is_from_learner=is_from_learner,
            told_ids=told_ids,
        )
    )
    return True


def _wait(conversation: Conversation) -> tuple[int, ...]:
    """Let the authors be waited for, from the first unanswered word on; return who is told of this one."""
    now = clock.now()
    today = working_days.day_of(now)
    answerers = queries.list_answerers(conversation.module_id, today, besides=conversation.learner_id)
    responsible = answering.responsible_for(answerers, today, conversation.owner_id)
    conversation.owner_id = responsible.owner_id
    if conversation.state != "waiting" or conversation.waiting_since is None:
        conversation.state, conversation.waiting_since = "waiting", now
        conversation.answer_by = answering.promise_for(answerers, today).answer_by
        conversation.promised_on = conversation.promised_on or conversation.answer_by
        conversation.escalated_at = None
    return responsible.told_ids


def _answer(actor: Actor, conversation: Conversation) -> tuple[int, ...]:
    """Take the conversation from what waits; it is theirs who answers first. Return who is told."""
    today = working_days.day_of(clock.now())
    answerers = queries.list_answerers(conversation.module_id, today)
    there = {each.user_id for each in answerers if each.leave_on(today) is None}
    if conversation.owner_id not in there:
        conversation.owner_id = actor.id
    conversation.state = "answered"
    conversation.first_answered_at = conversation.first_answered_at or clock.now()
    _end_the_wait(conversation)
    return (conversation.learner_id,)


def _end_the_wait(conversation: Conversation) -> None:
    conversation.waiting_since = conversation.answer_by = conversation.escalated_at = None
