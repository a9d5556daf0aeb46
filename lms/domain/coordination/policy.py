"""Who may look at figures and people."""

from lms.domain.accounts.actor import Actor


def may_coordinate(actor: Actor) -> bool:
    """Coordinators of a programme or an institution have a page of their own."""
    return actor.is_coordinator


def may_invite_to(actor: Actor, programme_id: int) -> bool:
    """A programme's coordinators invite people to it, and so do those of an institution."""
    return programme_id in actor.coordinated_programmes or bool(actor.coordinated_institutions)
