"""Who may read and write in a conversation: its learner and the module's authors, nobody else."""

from typing import Any, Protocol

from lms.domain.accounts.actor import Actor


class Talk(Protocol):
    """What a policy has to know of a conversation."""

    @property
    def learner_id(self) -> int: ...
    @property
    def module_id(self) -> int: ...
    @property
    def programme_ids(self) -> frozenset[int]: ...


class Written(Protocol):
    """What a policy has to know of a message."""

    @property
    def sender_id(self) -> int: ...
    @property
    def talk(self) -> Talk: ...


class Away(Protocol):
    """What a policy has to know of an absence."""

    @property
    def user_id(self) -> Any: ...


def may_answer_questions(actor: Actor) -> bool:
    """Whoever answers for a module or programme has an inbox of questions."""
    return actor.is_staff


def may_answer(actor: Actor, talk: Talk) -> bool:
    """Any author of the module answers, whoever wrote before; nobody answers their own question."""
    if actor.id == talk.learner_id:
        return False
    return talk.module_id in actor.authored_modules or bool(actor.authored_programmes & talk.programme_ids)


def may_converse(actor: Actor, talk: Talk) -> bool:
    """A conversation is open to its learner and to the module's authors; never to coordinators."""
    return actor.id == talk.learner_id or may_answer(actor, talk)


def may_settle(actor: Actor, talk: Talk) -> bool:
    """Only the learner says that this has answered their question."""
    return actor.id == talk.learner_id


def may_edit(actor: Actor, message: Written) -> bool:
    """Everybody mends their own words only, and only where they may still write."""
    return actor.id == message.sender_id and may_converse(actor, message.talk)


def may_remove_absence(actor: Actor, absence: Away) -> bool:
    """An absence is its author's own; nobody else changes it."""
    return bool(actor.id == absence.user_id)
