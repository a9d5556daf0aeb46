"""The conversation that an answer for all is made from: who is in it, and what was said."""

from collections.abc import Sequence

from lms.domain.accounts import queries as accounts
from lms.domain.catalogue import queries as catalogue
from lms.domain.content.compiled import Module
from lms.domain.faq import rules
from lms.domain.faq.queries import Entry
from lms.domain.messaging import queries as messaging
from lms.domain.messaging.queries import SentMessage, Talk
from lms.foundation.i18n import LANGUAGES

_CONVERSATION = "conversation:"


def source_of(talk: Talk) -> str:
    """Return under which name an entry remembers the conversation."""
    return f"{_CONVERSATION}{talk.id}"


def conversation_of(entry: Entry) -> int | None:
    """Return the conversation that an entry was made from."""
    kind, _colon, number = entry.source.partition(":")
    return int(number) if kind == "conversation" and number.isdigit() else None


def people_around(talk: Talk, messages: Sequence[SentMessage], module: Module) -> set[str]:
    """Return the names that must not stand in a text for all: of who wrote, and of who answers."""
    authors = accounts.list_names(catalogue.list_author_ids(talk.module_id)).values()
    written = (message.sender for message in messages)
    return {talk.learner, *written, *authors, *(author.name for author in module.authors)}


def people_of(entry: Entry, module: Module) -> set[str]:
    """Return the same for an entry that has been written already."""
    conversation_id = conversation_of(entry)
    if conversation_id is None:
        return {author.name for author in module.authors}
    talk = messaging.get_conversation(conversation_id)
    return people_around(talk, messaging.list_messages(conversation_id), module)


def suggested(messages: Sequence[SentMessage], people: set[str]) -> dict[str, str]:
    """Return what the form is filled with: the last answer, and what the learner had asked before it.

    Each stands in the language in which it was written, without greetings, signatures and names.
    """
    found = {f"{part}_{language}": "" for part in ("question", "answer") for language in LANGUAGES}
    answers = [place for place, message in enumerate(messages) if not message.is_from_learner]
    last = answers[-1] if answers else len(messages)
    asked = _asked_before(messages[:last])
    for message in asked:
        name = f"question_{asked[0].language}"
        text = rules.as_question(message.text, people, message.language)
        found[name] = "\n\n".join(part for part in (found[name], text) if part)
    if answers:
        answer = messages[last]
        found[f"answer_{answer.language}"] = rules.as_question(answer.text, people, answer.language)
    return found


def _asked_before(messages: Sequence[SentMessage]) -> list[SentMessage]:
    """Return the learner's words that stand together at the end; authors may have answered in several."""
    asked: list[SentMessage] = []
    for message in reversed(messages):
        if message.is_from_learner:
            asked.insert(0, message)
        elif asked:
            break
    return asked
