"""Who may do what in the register."""

from lms.domain.accounts.actor import Actor
from lms.domain.learning.models import Enrolment


def may_see_record(actor: Actor, enrolment: Enrolment) -> bool:
    """A record and the text it was earned with are open to the learner alone."""
    return enrolment.learner_id == actor.id
