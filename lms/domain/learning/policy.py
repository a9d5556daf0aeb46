"""Who may do what in the register."""

from typing import Protocol

from lms.domain.accounts.actor import Actor


class OwnedByLearner(Protocol):
    """An enrolment, or anything that stands behind one."""

    @property
    def learner_id(self) -> int: ...


def may_see_record(actor: Actor, record: OwnedByLearner) -> bool:
    """A record and the text it was earned with are open to the learner alone."""
    return record.learner_id == actor.id
