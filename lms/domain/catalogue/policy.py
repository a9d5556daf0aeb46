"""Who may change the catalogue, and who teaches what."""

from lms.domain.accounts.actor import Actor
from lms.domain.catalogue import queries


def may_manage_catalogue(actor: Actor, *_things: object) -> bool:
    """Staff, news and the site's own texts are the administrator's."""
    return actor.is_admin


def may_teach(actor: Actor, module_id: int) -> bool:
    """Work and questions of a module are open to those who answer for it."""
    return queries.answers_for(actor, module_id)
