"""Who offers consultation hours, who books them, and who may open a booking."""

from typing import Protocol

from lms.domain.accounts.actor import Actor


class Offered(Protocol):
    """What a policy has to know of a slot."""

    @property
    def author_id(self) -> int: ...
    @property
    def learner_id(self) -> int | None: ...


def may_offer_hours(actor: Actor) -> bool:
    """Whoever answers for a module or programme may offer hours."""
    return actor.is_staff


def may_keep_slot(actor: Actor, slot: Offered) -> bool:
    """A slot is changed and withdrawn by the author who offered it, and by nobody else."""
    return actor.id == slot.author_id


def may_book(actor: Actor, slot: Offered) -> bool:
    """Nobody books a talk with themself."""
    return actor.id != slot.author_id


def may_see_booking(actor: Actor, booking: Offered) -> bool:
    """A booking is open to its learner and its author, never to coordinators or other authors."""
    return actor.id in (booking.learner_id, booking.author_id)


def may_move_booking(actor: Actor, booking: Offered) -> bool:
    """The learner chooses another of the author's times; the author changes the slot itself."""
    return actor.id == booking.learner_id


def may_record_outcome(actor: Actor, booking: Offered) -> bool:
    """What became of a consultation is said by the author who offered it, and by nobody else."""
    return actor.id == booking.author_id
