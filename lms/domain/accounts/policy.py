"""Who may do what around accounts."""

from lms.domain.accounts.actor import Actor


def may_administer(actor: Actor, _thing: object = None) -> bool:
    """Administrators look after people, institutions, lists and the record of deeds."""
    return actor.is_admin
