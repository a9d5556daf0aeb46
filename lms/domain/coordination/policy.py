"""Who may look at figures and people, and who looks after a course."""

from typing import Protocol

from lms.domain.accounts.actor import Actor


class OfCourse(Protocol):
    """What a policy has to know of a module, or of something in it."""

    @property
    def module_id(self) -> int: ...
    @property
    def programme_ids(self) -> frozenset[int]: ...


def may_coordinate(actor: Actor) -> bool:
    """Coordinators of a programme or an institution have a page of their own."""
    return actor.is_coordinator


def may_see_own_answer_times(actor: Actor) -> bool:
    """Whoever answers for a module or programme sees how long its questions wait."""
    return actor.is_staff


def may_see_own_consultations(actor: Actor) -> bool:
    """Whoever offers hours sees how many of theirs were booked and held."""
    return actor.is_staff


def may_invite_to(actor: Actor, programme_id: int) -> bool:
    """A programme's coordinators invite people to it, and so do those of an institution."""
    return programme_id in actor.coordinated_programmes or bool(actor.coordinated_institutions)


def may_look_after(actor: Actor, thing: OfCourse) -> bool:
    """Whoever answers for a module or its programme sees what it asks for, and says what is right."""
    return thing.module_id in actor.authored_modules or bool(actor.authored_programmes & thing.programme_ids)
