"""Who writes answers for all: those who answer for the module, nobody else."""

from typing import Protocol

from lms.domain.accounts.actor import Actor


class OfModule(Protocol):
    """What a policy has to know of an entry, or of the conversation that it is made from."""

    @property
    def module_id(self) -> int: ...
    @property
    def programme_ids(self) -> frozenset[int]: ...


def may_look_after_questions(actor: Actor) -> bool:
    """Whoever answers for a module or programme sees which paragraphs raise questions."""
    return actor.is_staff


def may_edit(actor: Actor, thing: OfModule) -> bool:
    """Any author of the module writes, publishes and withdraws its answers for all."""
    return thing.module_id in actor.authored_modules or bool(actor.authored_programmes & thing.programme_ids)
