"""Two graders: blind until both have judged; agreement, taking up the other's judgement, or a third."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries, service
from lms.domain.assessment.events import GraderMissing, SubmissionGraded
from lms.domain.assessment.models import Grading, GradingDraft, Opinion
from lms.domain.assessment.service import AlreadyGraded, Judgement
from lms.domain.learning.models import Achievement
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_submission, make_version
from tests.factories.catalogue import make_staff
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment
from tests.waiting import waiting_ids

pytestmark = pytest.mark.usefixtures("database")

SEVEN = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
EIGHT = {**SEVEN, "conclusion": 2}
TWELVE = dict.fromkeys(SEVEN, 3)
FAILING = {**SEVEN, "ties": 0}


class Story:
    """Work on an assignment that asks for two graders; three people may grade it, others wait beside."""

    def __init__(self, graders: int = 3) -> None:
        self.module = make_module(assignments=(make_assignment(graders=2),))
        duties = {"authored_modules": frozenset({self.module.module_id})}
        people = [make_user() for _ in range(graders)]
        for person in people:
            make_staff(person, module=self.module)
        self.graders = [actor_of(person, **duties) for person in people]
        self.learner = make_user()
        self.enrolment = make_enrolment(self.learner, self.module)
        self.submission = make_submission(self.enrolment, self.module)
        self.version = make_version(self.submission, self.module)
        self.others = make_version(make_submission(module=self.module), self.module)

    def judgement(self, points: dict[str, int] | None = None, **values: Any) -> Judgement:
        whole = {"version_id": self.version.id, "language": "lt", "points": points or SEVEN, **values}
        return Judgement(**whole)

    def grade(self, who: int, points: dict[str, int] | None = None, **values: Any) -> Any:
        return service.grade(self.graders[who], self.submission.id, self.judgement(points, **values))

    def waits_for(self, who: int) -> bool:
        return self.submission.id in waiting_ids(self.graders[who])

    def differ(self) -> None:
        self.grade(0, SEVEN, comment="Pirmas")
        self.grade(1, TWELVE, comment="Antras")

    def entry(self) -> Achievement | None:
        return session.scalar(select(Achievement).filter_by(enrolment_id=self.enrolment.id))


def heard(told: list[Event]) -> list[Event]:
    session.commit()
    return told


def test_the_first_judgement_is_nobodys_result_yet(told: list[Event]) -> None:
    story = Story()
    first = story.grade(0)
    assert (first.is_final, story.submission.state) == (False, "handed-in")
    assert (story.entry(), session.scalar(select(Grading)), heard(told)) == (None, None, [])
    assert [story.waits_for(who) for who in range(3)] == [False, True, True]
    assert story.grade(0).id == first.id, "the same form sent twice"
    with pytest.raises(AlreadyGraded):
        story.grade(0, EIGHT)
    with pytest.raises(AlreadyGraded):
        service.keep_draft(story.graders[0], story.submission.id, story.judgement(EIGHT))
    assert session.scalar(select(AuditEntry).filter_by(deed="opinion-given")) is not None


def test_two_who_agree_make_one_result_of_both(told: list[Event]) -> None:
    story = Story()
    story.grade(0, SEVEN, comment="Pirmas")
    grading = story.grade(1, EIGHT, comment="Antras")
    assert (grading.is_final, grading.basis, grading.total, grading.is_passed) == (True, "agreed", 8, True)
    assert grading.points == {**SEVEN, "conclusion": 1.5}
    assert story.grade(1, EIGHT, comment="Antras").id == grading.id, "the same form sent twice"
    entry = story.entry()
    assert entry is not None
    assert (entry.score, entry.max_score, entry.source) == (8, 12, f"grading:{grading.id}")
    (event,) = heard(told)
    assert isinstance(event, SubmissionGraded)
    assert event.learner_ids == (story.learner.id,)
    assert not any(story.waits_for(who) for who in range(3))
    assert {each.grading_id for each in queries.list_opinions(story.submission.id)} == {grading.id}
    with pytest.raises(AlreadyGraded):
        story.grade(2)


def test_two_who_differ_wait_for_each_other_and_for_a_third(told: list[Event]) -> None:
    story = Story()
    story.differ()
    assert (story.submission.state, heard(told)) == ("handed-in", [])
    assert all(story.waits_for(who) for who in range(3))
    service.stand_by_own(story.graders[0], story.submission.id, story.version.id)
    service.stand_by_own(story.graders[0], story.submission.id, story.version.id)
    assert [story.waits_for(who) for who in range(3)] == [False, True, True]


def test_one_takes_up_the_others_judgement(told: list[Event]) -> None:
    story = Story()
    story.differ()
    grading = service.join_other(story.graders[0], story.submission.id, story.version.id)
    assert (grading.basis, grading.total, grading.comment) == ("joined", 12, "Antras")
    assert grading.grader_id == story.graders[1].id
    assert story.submission.state == "graded"
    assert len(heard(told)) == 1
    with pytest.raises(Conflict):
        service.join_other(story.graders[1], story.submission.id, story.version.id)


def test_a_third_decides_with_both_before_them(told: list[Event]) -> None:
    story = Story()
    story.differ()
    with pytest.raises(AlreadyGraded):
        story.grade(2, EIGHT)
    grading = story.grade(2, EIGHT, is_deciding=True, comment="Trečias")
    assert (grading.basis, grading.total, grading.comment) == ("third", 8, "Trečias")
    assert len(heard(told)) == 1
    assert len(list(session.scalars(select(Opinion).filter_by(grading_id=grading.id)))) == 3


def test_who_has_judged_is_never_the_third() -> None:
    story = Story()
    story.differ()
    with pytest.raises(AlreadyGraded):
        story.grade(0, EIGHT, is_deciding=True)
    with pytest.raises(Conflict):
        service.join_other(story.graders[2], story.submission.id, story.version.id)


def test_both_return_or_they_differ(told: list[Event]) -> None:
    story = Story()
    returning = story.judgement({"ties": 1}, comment="Papildykite.")
    service.return_for_improvement(story.graders[0], story.submission.id, returning)
    grading = story.grade(1, FAILING)
    assert (grading.outcome, grading.total, story.entry()) == ("returned", None, None)
    assert story.submission.state == "returned"
    assert len(heard(told)) == 1

    other = Story()
    returning = other.judgement({"ties": 1}, comment="Papildykite.")
    service.return_for_improvement(other.graders[0], other.submission.id, returning)
    assert not other.grade(1, SEVEN).is_final


def test_improved_work_is_judged_by_two_again() -> None:
    story = Story()
    story.grade(0, FAILING)
    story.grade(1, FAILING)
    entry = story.entry()
    assert entry is not None
    assert (entry.is_passed, entry.score) == (False, 5)
    story.version = make_version(story.submission, story.module, number=2)
    assert all(story.waits_for(who) for who in range(3))
    assert not story.grade(0).is_final
    assert story.grade(2).is_final


def test_kept_judgements_are_released_as_opinions_and_none_decides_blindly(told: list[Event]) -> None:
    story = Story()
    for grader in story.graders:
        service.keep_draft(grader, story.submission.id, story.judgement(TWELVE))
    assert [each.is_final for each in service.release_drafts(story.graders[0])] == [False]
    story.grade(1, SEVEN)
    assert service.release_drafts(story.graders[2]) == []
    assert session.scalar(select(GradingDraft.grader_id)) == story.graders[2].id
    assert heard(told) == []


def test_where_nobody_else_may_grade_somebody_is_asked_to_appoint_them(told: list[Event]) -> None:
    alone = Story(graders=1)
    alone.grade(0)
    missing = GraderMissing(
        submission_id=alone.submission.id,
        module_id=alone.module.module_id,
        judged_by=(alone.graders[0].id,),
    )
    assert heard(told) == [missing]
    two = Story(graders=2)
    two.differ()
    for grader in two.graders:
        service.stand_by_own(grader, two.submission.id, two.version.id)
    assert len(heard(told)) == 2


def test_nobody_judges_their_own_work_in_any_part() -> None:
    story = Story()
    own = actor_of(story.learner, authored_modules=frozenset({story.module.module_id}))
    with pytest.raises(NotAllowed):
        service.grade(own, story.submission.id, story.judgement())
    story.differ()
    with pytest.raises(NotAllowed):
        service.grade(own, story.submission.id, story.judgement(is_deciding=True))
    with pytest.raises(NotAllowed):
        service.join_other(own, story.submission.id, story.version.id)
    with pytest.raises(NotAllowed):
        service.stand_by_own(own, story.submission.id, story.version.id)


def test_an_opinion_needs_what_a_grading_needs() -> None:
    story = Story()
    with pytest.raises(Invalid):
        story.grade(0, {"ties": 1})
    assert session.scalar(select(Opinion)) is None
