"""Writing, publishing and withdrawing answers for all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Module
from lms.domain.faq import policy, queries, rules
from lms.domain.faq.events import FaqChanged
from lms.domain.faq.models import FaqEntry
from lms.domain.faq.queries import Entry
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from lms.foundation.i18n import format_list, format_number
from lms.foundation.i18n import gettext as _


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an answer for all will stand, whose it is to give, and what it was made from."""

    module_id: int
    programme_ids: frozenset[int]
    lesson: str
    block: str | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """A question and its answer in each language; what is not written yet is an empty text."""

    question: Mapping[str, str]
    answer: Mapping[str, str]


def propose(actor: Actor, place: Place, words: Words) -> int:
    """Write a question with its answer down for the authors to look at; learners do not see it yet.

    The same words from the same conversation, sent twice, are one entry.
    """
    if not policy.may_edit(actor, place):
        raise NotAllowed()
    _check(words)
    question, answer = _written(words.question), _written(words.answer)
    for known in queries.list_of_source(place.source):
        if known.state == rules.PROPOSED and (known.question, known.answer) == (question, answer):
            return known.id
    now = clock.now()
    entry = FaqEntry(
        module_id=place.module_id,
        lesson=place.lesson,
        block=place.block,
        source=place.source,
        question=question,
        answer=answer,
        state=rules.PROPOSED,
        made_by_id=actor.id,
        made_at=now,
        changed_at=now,
    )
    session.add(entry)
    session.flush()
    _record(actor, entry, "proposed")
    return entry.id


def change(actor: Actor, entry: Entry, words: Words, seen_at: str = "") -> str | None:
    """Write an entry anew; what was published has to be looked at and published again.

    Return the language in which it still says what it said before, if the other one has changed.
    `seen_at` is which state of it the author has seen: what another author has written since stays.
    """
    kept = _for_change(actor, entry)
    question, answer = _written(words.question), _written(words.answer)
    if (kept.question, kept.answer) == (question, answer):
        return None
    if seen_at and seen_at != rules.state_mark(kept.changed_at):
        raise Invalid(
            _(
                "This has just been changed, by another author or by you in another window. "
                "Your text is below and not saved yet; if you save it again, it replaces what is there."
            )
        )
    _check(words)
    untouched = rules.untouched_language((kept.question, kept.answer), (question, answer))
    was_shown = kept.state == rules.PUBLISHED
    kept.question, kept.answer = question, answer
    kept.state = rules.PROPOSED
    _record(actor, kept, "changed")
    if was_shown:
        _tell(kept)
    return untouched


def move(actor: Actor, entry: Entry, module: Module, lesson: str, block: str | None) -> None:
    """Put an entry to another place of the module as it is now; its words stay, and so does who sees them."""
    kept = _for_change(actor, entry)
    found = module.lesson(lesson)
    if found is None or (block is not None and found.block(block) is None):
        raise Invalid(_("Please choose a place in the module as it is now."), "place")
    if (kept.lesson, kept.block) == (lesson, block):
        return
    kept.lesson, kept.block = lesson, block
    _record(actor, kept, "moved")
    if kept.state == rules.PUBLISHED:
        _tell(kept)


def publish(
    actor: Actor, entry: Entry, languages: Iterable[str], people: Iterable[str], *, is_nobody: bool
) -> None:
    """Let learners see an entry; it has to be whole in each language of the module, and name nobody."""
    kept = _for_change(actor, entry)
    if kept.state == rules.PUBLISHED:
        return
    if missing := rules.missing_languages(kept.question, kept.answer, languages):
        raise Invalid(
            _("The question and the answer still have to be written in English.")
            if missing == ["en"]
            else _("The question and the answer still have to be written in Lithuanian.")
            if missing == ["lt"]
            else _("The question and the answer still have to be written in both languages.")
        )
    texts = [*kept.question.values(), *kept.answer.values()]
    if marks := rules.marks_left(texts):
        raise Invalid(_("Please find other words for %(marks)s first.", marks=format_list(marks)))
    if not is_nobody and (found := rules.names_left(texts, people)):
        raise Invalid(_("These words may tell who somebody is: %(words)s.", words=format_list(found)))
    kept.state, kept.published_at = rules.PUBLISHED, clock.now()
    _record(actor, kept, "published")
    _tell(kept)


def withdraw(actor: Actor, entry: Entry) -> None:
    """Take an entry away from learners; its words are kept, and it can be published again."""
    kept = _for_change(actor, entry)
    if kept.state == rules.WITHDRAWN:
        return
    was_shown = kept.state == rules.PUBLISHED
    kept.state = rules.WITHDRAWN
    _record(actor, kept, "withdrawn")
    if was_shown:
        _tell(kept)


def _for_change(actor: Actor, entry: Entry) -> FaqEntry:
    if not policy.may_edit(actor, entry):
        raise NotAllowed()
    return queries.get_entry_for_change(entry.id)


def _check(words: Words) -> None:
    """Refuse what is whole in no language, or too long."""
    for name, texts, most in (
        ("question", words.question, rules.LONGEST_QUESTION),
        ("answer", words.answer, rules.LONGEST_ANSWER),
    ):
        for language, text in texts.items():
            if len(text) > most:
                reason = _("At most %(most)s characters fit here.", most=format_number(most))
                raise Invalid(reason, f"{name}_{language}")
    if not rules.written_languages(words.question, words.answer):
        raise Invalid(_("Please write the question and the answer in one language at least."), "question_lt")


def _written(texts: Mapping[str, str]) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _record(actor: Actor, entry: FaqEntry, what: str) -> None:
    entry.changed_at = clock.now()
    audit.record(actor.label, f"faq-{what}", f"faq:{entry.id}", module=entry.module_id, source=entry.source)


def _tell(entry: FaqEntry) -> None:
    entry.version += 1
    session.flush()
    events.publish(FaqChanged(entry_id=entry.id, module_id=entry.module_id))
