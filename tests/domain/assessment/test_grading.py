"""Grading: one judgement for each version, entered in the register, told and written down."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from lms.domain.assessment import queries, service
from lms.domain.assessment.events import SubmissionGraded
from lms.domain.assessment.models import Grading, Submission
from lms.domain.assessment.service import Judgement
from lms.domain.learning.models import Achievement
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_file, make_submission, make_version
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database")

PASSING = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
FAILING = {"problem": 2, "sectors": 2, "ties": 0, "conclusion": 1}


class Story:
    """Work that waits for a grader; somebody else's waits too."""

    def __init__(self) -> None:
        self.module = make_module()
        self.learner, self.grader = make_user(), make_user(name="Rasa Žemaitytė")
        self.enrolment = make_enrolment(self.learner, self.module)
        self.submission = make_submission(self.enrolment, self.module)
        self.version = make_version(self.submission, self.module)
        self.file = make_file(self.submission, version_id=self.version.id)
        self.others = make_version(module=self.module)

    def judgement(self, points: dict[str, int] | None = None, **values: object) -> Judgement:
        return Judgement(
            **{
                "version_id": self.version.id,
                "language": "lt",
                "points": PASSING if points is None else points,
                "comments": {"ties": "Trūksta ryšių.", "problem": "  "},
                "comment": "Ačiū už darbą.",
                **values,
            }  # type: ignore[arg-type]
        )

    def grade(self, points: dict[str, int] | None = None, **values: object) -> Grading:
        return service.grade(actor_of(self.grader), self.submission.id, self.judgement(points, **values))

    def achievement(self) -> Achievement | None:
        return session.scalar(select(Achievement).filter_by(enrolment_id=self.enrolment.id))


def test_a_passing_grade_is_kept_entered_told_and_written_down(told: list[Event]) -> None:
    story = Story()
    grading = story.grade()
    session.commit()
    assert (grading.outcome, grading.total, grading.max_total, grading.is_passed) == ("graded", 7, 12, True)
    assert grading.comments == {"ties": "Trūksta ryšių."}
    assert story.submission.state == "graded"
    entry = story.achievement()
    assert entry is not None
    assert (entry.requirement_key, entry.score, entry.max_score, entry.is_passed) == (
        "assignment:actor-map",
        7,
        12,
        True,
    )
    assert entry.source == f"grading:{grading.id}"
    assert told == [
        SubmissionGraded(
            submission_id=story.submission.id,
            grading_id=grading.id,
            learner_ids=(story.learner.id,),
            grader_id=story.grader.id,
            module_id=story.module.module_id,
            outcome="graded",
        )
    ]
    line = session.scalar(select(AuditEntry).filter_by(subject=f"submission:{story.submission.id}"))
    assert line is not None
    assert (line.actor, line.deed, line.details["total"]) == (
        f"user:{story.grader.id}",
        "submission-graded",
        7,
    )


def test_too_few_points_return_the_work_with_its_points(told: list[Event]) -> None:
    story = Story()
    grading = story.grade(FAILING)
    session.commit()
    assert (grading.outcome, grading.total, grading.is_passed) == ("returned", 5, False)
    assert story.submission.state == "returned"
    entry = story.achievement()
    assert entry is not None
    assert (entry.is_passed, entry.score) == (False, 5)
    assert [event.outcome for event in told] == ["returned"]  # type: ignore[attr-defined]


def test_returned_work_goes_back_with_its_files_and_no_entry(told: list[Event]) -> None:
    story = Story()
    actor = actor_of(story.grader)
    grading = service.return_for_improvement(actor, story.submission.id, story.judgement({"problem": 3}))
    session.commit()
    assert (grading.outcome, grading.total, grading.points) == ("returned", None, {"problem": 3})
    assert story.achievement() is None
    (draft_file,) = queries.list_draft_files(story.submission.id)
    (version_file,) = queries.list_version_files(story.version.id)
    assert (draft_file.name, draft_file.storage_key) == (version_file.name, version_file.storage_key)
    service.remove_file(actor_of(story.learner), story.submission.id, draft_file.id)
    session.commit()
    assert queries.is_stored_file_needed(version_file.storage_key)
    assert len(told) == 1


def test_returning_says_what_to_improve() -> None:
    story = Story()
    with pytest.raises(Invalid) as refusal:
        service.return_for_improvement(
            actor_of(story.grader), story.submission.id, story.judgement(comment=" ", comments={})
        )
    assert refusal.value.field == "comment"


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ({**PASSING, "ties": None}, "points-ties"),
        ({}, "points-problem"),
        ({**PASSING, "ties": 4}, "points-ties"),
    ],
)
def test_every_criterion_needs_one_of_its_levels(points: dict[str, int], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Story().grade(points)
    assert refusal.value.field == field


def test_the_same_form_sent_twice_is_one_judgement(told: list[Event]) -> None:
    story = Story()
    first = story.grade()
    assert story.grade().id == first.id
    session.commit()
    assert len(told) == 1


def test_a_second_grader_is_told_that_it_is_done(told: list[Event]) -> None:
    story = Story()
    first = story.grade()
    with pytest.raises(service.AlreadyGraded):
        service.grade(actor_of(make_user()), story.submission.id, story.judgement())
    with pytest.raises(service.AlreadyGraded):
        story.grade(FAILING)
    session.commit()
    assert (first.total, len(told)) == (7, 1)


def test_a_grader_with_an_older_version_before_them_grades_nothing() -> None:
    story = Story()
    story.grade(FAILING)
    newer = make_version(story.submission, story.module, number=2)
    with pytest.raises(service.AlreadyGraded):
        service.grade(actor_of(make_user()), story.submission.id, story.judgement())
    assert queries.find_grading(newer.id) is None
    with pytest.raises(NotFound):
        story.grade(version_id=story.others.id)


def test_nobody_grades_their_own_work_even_past_the_door() -> None:
    story = Story()
    with pytest.raises(NotAllowed):
        service.grade(actor_of(story.learner), story.submission.id, story.judgement())


def test_a_draft_cannot_be_graded() -> None:
    story = Story()
    draft = make_submission(make_enrolment(make_user(), story.module), story.module)
    with pytest.raises(NotFound):
        service.grade(actor_of(story.grader), draft.id, story.judgement(version_id=1))
    with pytest.raises(NotFound):
        queries.get_work(draft.id)


def test_an_improved_work_that_passes_raises_the_register() -> None:
    story = Story()
    story.grade(FAILING)
    second = make_version(story.submission, story.module, number=2)
    story.grade(version_id=second.id)
    entry = story.achievement()
    assert entry is not None
    assert (entry.is_passed, entry.score) == (True, 7)
    views = queries.list_versions(story.submission.id)
    assert [view.grading.outcome for view in views if view.grading] == ["graded", "returned"]
    assert {view.grading.grader_name for view in views if view.grading} == {"Rasa Žemaitytė"}


def test_other_work_is_untouched() -> None:
    story = Story()
    story.grade()
    assert session.get_one(Submission, story.others.submission_id).state == "handed-in"
    assert queries.find_grading(story.others.id) is None


def test_reading_work_costs_two_statements(count_statements: Callable[[], int]) -> None:
    story = Story()
    story.grade(FAILING)
    for number in range(2, 6):
        make_version(story.submission, story.module, number=number)
    session.expunge_all()
    count_statements()
    assert len(queries.list_versions(story.submission.id)) == 5
    assert count_statements() == 2
