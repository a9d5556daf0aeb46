"""What a grader keeps and releases: on both databases, with somebody else's rows beside."""

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries, service
from lms.domain.assessment.models import Grading, GradingDraft
from lms.domain.assessment.service import Judgement
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_saved_comment, make_submission, make_version
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment
from tests.waiting import next_id

pytestmark = pytest.mark.usefixtures("database")

PASSING = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}


class Desk:
    """Two works on one assignment; a grader and a colleague answer for the module."""

    def __init__(self) -> None:
        self.module = make_module()
        duties = {"authored_modules": frozenset({self.module.module_id})}
        self.grader, self.colleague = (actor_of(make_user(), **duties) for _ in range(2))
        self.learner = make_user()
        self.submission = make_submission(make_enrolment(self.learner, self.module), self.module)
        self.version = make_version(self.submission, self.module)
        self.other = make_submission(module=self.module)
        self.others = make_version(self.other, self.module)

    def judgement(self, **values: object) -> Judgement:
        whole = {"version_id": self.version.id, "language": "lt", "points": PASSING, **values}
        return Judgement(**whole)  # type: ignore[arg-type]


def test_the_last_words_are_kept_once_for_each_grader(told: list[Event]) -> None:
    desk = Desk()
    for points in ({"ties": 1}, PASSING):
        service.keep_draft(desk.grader, desk.submission.id, desk.judgement(points=points))
    service.keep_draft(desk.colleague, desk.submission.id, desk.judgement(points={"ties": 3}))
    drafts = {draft.grader_id: draft for draft in session.scalars(select(GradingDraft))}
    assert (drafts[desk.grader.id].points, drafts[desk.grader.id].is_complete) == (PASSING, True)
    assert not drafts[desk.colleague.id].is_complete
    assert list(queries.list_grading_drafts(desk.colleague)) == [desk.submission.id]
    session.commit()
    assert told == []


def test_releasing_tells_of_each_and_leaves_a_colleagues_drafts(told: list[Event]) -> None:
    desk = Desk()
    service.keep_draft(desk.grader, desk.submission.id, desk.judgement())
    service.keep_draft(desk.grader, desk.other.id, desk.judgement(version_id=desk.others.id))
    service.keep_draft(desk.colleague, desk.submission.id, desk.judgement())
    assert len(service.release_drafts(desk.grader)) == 2
    session.commit()
    assert len(told) == 2
    assert service.release_drafts(desk.grader) == []
    assert service.release_drafts(desk.colleague) == [], "the judgement of the first stands"
    assert len(list(session.scalars(select(Grading)))) == 2


def test_work_that_is_judged_and_kept_is_not_offered_as_the_next() -> None:
    desk = Desk()
    third = make_submission(module=desk.module)
    make_version(third, desk.module)
    service.keep_draft(desk.grader, desk.other.id, desk.judgement(version_id=desk.others.id))
    assert next_id(desk.grader, besides=desk.submission.id) == third.id
    assert next_id(desk.colleague, besides=desk.submission.id) == desk.other.id


def test_nothing_is_kept_that_could_not_be_graded() -> None:
    desk = Desk()
    own = actor_of(desk.learner, authored_modules=frozenset({desk.module.module_id}))
    with pytest.raises(NotAllowed):
        service.keep_draft(own, desk.submission.id, desk.judgement())
    with pytest.raises(Invalid):
        service.keep_draft(desk.grader, desk.submission.id, desk.judgement(points={"ties": 99}))
    with pytest.raises(NotFound):
        service.keep_draft(desk.grader, desk.submission.id, desk.judgement(version_id=desk.others.id))
    service.grade(desk.colleague, desk.submission.id, desk.judgement())
    with pytest.raises(service.AlreadyGraded):
        service.keep_draft(desk.grader, desk.submission.id, desk.judgement())


def test_comments_are_kept_by_author_and_criterion(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    make_saved_comment(make_user(), desk.submission)
    for text in ("Aišku.", " Aišku. ", "Kitaip"):
        service.keep_comment(desk.grader, desk.submission.id, "ties", text, "lt")
    service.keep_comment(desk.grader, desk.submission.id, "", "Viskas", "lt")
    found = queries.list_saved_comments(desk.grader.id, desk.module.module_id, "actor-map")
    assert {key: [each.text for each in lines] for key, lines in found.items()} == {
        "ties": ["Aišku.", "Kitaip"],
        "": ["Viskas"],
    }
    monkeypatch.setattr("lms.domain.assessment.rules.MOST_SAVED_COMMENTS", 3)
    with pytest.raises(Conflict):
        service.keep_comment(desk.grader, desk.submission.id, "ties", "Dar vienas", "lt")
