"""Who may see a record. No database."""

from types import SimpleNamespace

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.learning import policy


def test_a_record_is_the_learners_alone() -> None:
    record = SimpleNamespace(learner_id=7)
    assert policy.may_see_record(Actor(id=UserId(7), name="", email=""), record)
    assert not policy.may_see_record(Actor(id=UserId(8), name="", email="", is_admin=True), record)
