"""Graders and appeals at the same moment, each on a connection of their own, on both databases."""

import pytest
from sqlalchemy import select

from lms.domain.assessment import service
from lms.domain.assessment.models import Appeal, Grading, Opinion
from lms.domain.assessment.service import AlreadyGraded, Judgement
from lms.foundation import db
from lms.foundation.db import session, unit_of_work
from lms.foundation.errors import Conflict
from tests.at_once import at_once, shared_database
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment

__all__ = ["shared_database"]
pytestmark = pytest.mark.usefixtures("shared_database")

SEVEN = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
TWELVE = dict.fromkeys(SEVEN, 3)


class Work:
    """Committed work that waits for two graders out of four."""

    def __init__(self, graders: int) -> None:
        with unit_of_work():
            module = make_module(assignments=(make_assignment(graders=graders),))
            learner, people = make_user(), [make_user() for _ in range(4)]
            for person in people:
                make_staff(person, module=module)
            submission = make_submission(make_enrolment(learner, module), module)
            self.version_id = make_version(submission, module).id
            self.id = submission.id
            self.learner, self.graders = actor_of(learner), [actor_of(person) for person in people]

    def grade(self, who: int, points: dict[str, int]) -> bool:
        judgement = Judgement(self.version_id, "lt", points, {}, f"Vertino {who}")
        return service.grade(self.graders[who], self.id, judgement).is_final


def test_of_several_second_graders_one_is_the_second_and_the_others_are_refused() -> None:
    work = Work(graders=2)
    with unit_of_work():
        work.grade(0, SEVEN)
    outcomes = at_once(*[lambda who=who: work.grade(who, SEVEN) for who in (1, 2, 3)])  # type: ignore[misc]
    assert outcomes.count(True) == 1
    assert sum(isinstance(outcome, AlreadyGraded) for outcome in outcomes) == 2
    with db.reading():
        (grading,) = session.scalars(select(Grading))
        assert (grading.basis, grading.total) == ("agreed", 7)
        assert len(list(session.scalars(select(Opinion)))) == 2


def test_where_the_second_differs_the_one_behind_does_not_decide_unknowingly() -> None:
    work = Work(graders=2)
    with unit_of_work():
        work.grade(0, SEVEN)
    outcomes = at_once(lambda: work.grade(1, TWELVE), lambda: work.grade(2, TWELVE))
    assert outcomes.count(False) == 1
    assert sum(isinstance(outcome, AlreadyGraded) for outcome in outcomes) == 1
    with db.reading():
        assert session.scalar(select(Grading)) is None


def test_of_two_who_give_way_at_once_one_judgement_is_the_result() -> None:
    work = Work(graders=2)
    with unit_of_work():
        work.grade(0, SEVEN)
        work.grade(1, TWELVE)
    joins = [
        lambda who=who: service.join_other(work.graders[who], work.id, work.version_id).total
        for who in (0, 1)
    ]
    outcomes = at_once(*joins)  # type: ignore[arg-type]
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1


def test_an_appeal_is_decided_once() -> None:
    work = Work(graders=1)
    with unit_of_work():
        work.grade(0, SEVEN)
    with unit_of_work():
        grading_id = session.scalars(select(Grading.id)).one()
    made = at_once(
        *[lambda: service.make_appeal(work.learner, work.id, grading_id, "Kodėl tiek?", "lt").id] * 3
    )
    assert len(set(made)) == 1
    judgement = Judgement(work.version_id, "lt", TWELVE)
    outcomes = at_once(
        lambda: service.uphold(work.graders[1], made[0], "Vertinta teisingai.", "lt").state,
        lambda: service.grant(work.graders[2], made[0], "Tiesa.", judgement).state,
    )
    decided = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(decided) == 1
    with db.reading():
        assert session.scalar(select(Appeal.state)) == decided[0]
        standing = session.scalars(select(Grading).filter_by(annulled_at=None)).one()
        assert standing.total == (12 if decided == ["granted"] else 7)
