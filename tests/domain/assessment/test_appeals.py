"""Annulling and appeals: nothing is lost from the history, and nobody decides about themselves."""

from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.events import AppealDecided, AppealMade, GradingAnnulled
from lms.domain.assessment.models import Appeal, Grading, KeptText, Submission
from lms.domain.assessment.service import Draft, Judgement
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation.audit import AuditEntry
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import (
    actor_of,
    make_file,
    make_grading,
    make_group,
    make_submission,
    make_version,
)
from tests.factories.catalogue import make_staff
from tests.factories.content import make_module
from tests.factories.learning import make_enrolment, make_reading
from tests.waiting import waiting_ids

pytestmark = pytest.mark.usefixtures("database")

SEVEN = {"problem": 2, "sectors": 2, "ties": 2, "conclusion": 1}
EIGHT = {**SEVEN, "conclusion": 2}
FAILING = {**SEVEN, "ties": 0}


class Story:
    """Graded work of one learner; somebody else's graded work beside it."""

    def __init__(self, graders: int = 2, points: dict[str, int] = SEVEN, **module: Any) -> None:
        self.module = make_module(**module)
        people = [make_user() for _ in range(graders)]
        for person in people:
            make_staff(person, module=self.module)
        self.graders = [self.acting(person) for person in people]
        self.person = make_user()
        self.learner = actor_of(self.person)
        self.enrolment = make_enrolment(self.person, self.module)
        self.submission = make_submission(self.enrolment, self.module)
        self.version = make_version(self.submission, self.module)
        self.grading: Any = service.grade(self.graders[0], self.submission.id, self.judgement(points))
        self.others = make_grading(make_version(make_submission(module=self.module), self.module))
        session.commit()

    def acting(self, person: Any) -> Actor:
        return actor_of(person, authored_modules=frozenset({self.module.module_id}))

    def judgement(self, points: dict[str, int], **values: Any) -> Judgement:
        return Judgement(**{"version_id": self.version.id, "language": "lt", "points": points, **values})

    def annul(self, who: int = 1, reason: str = "Supainioti darbai.") -> Grading:
        return service.annul(self.graders[who], self.submission.id, self.grading.id, reason, "lt")

    def appeal(self, text: str = "Ryšiai aprašyti trečioje pastraipoje.") -> Appeal:
        return service.make_appeal(self.learner, self.submission.id, self.grading.id, text, "lt")

    def entry(self) -> Achievement | None:
        return session.scalar(select(Achievement).filter_by(enrolment_id=self.enrolment.id))


def heard(told: list[Event], kind: type[Event]) -> list[Any]:
    session.commit()
    return [each for each in told if isinstance(each, kind)]


def test_an_annulled_grading_stays_and_the_work_waits_again(told: list[Event]) -> None:
    story = Story()
    grading = story.annul()
    assert (grading.annulled_by_id, grading.annulment_reason) == (
        story.graders[1].id,
        "Supainioti darbai.",
    )
    assert (story.submission.state, story.entry()) == ("handed-in", None)
    assert queries.find_grading(story.version.id) is None
    (event,) = heard(told, GradingAnnulled)
    assert (event.learner_ids, event.grading_id) == ((story.learner.id,), grading.id)
    assert session.scalar(select(AuditEntry).filter_by(deed="grading-annulled")) is not None
    again: Any = service.grade(story.graders[1], story.submission.id, story.judgement(EIGHT))
    entry = story.entry()
    assert entry is not None
    assert (entry.score, entry.source) == (8, f"grading:{again.id}")
    (view,) = queries.list_versions(story.submission.id)
    assert [each.total for each in view.gradings] == [7, 8]
    assert view.grading is not None
    assert view.grading.id == again.id


def test_annulling_needs_a_reason_and_a_grading_that_stands() -> None:
    story = Story()
    with pytest.raises(Invalid) as refusal:
        story.annul(reason="  ")
    assert refusal.value.field == "reason"
    with pytest.raises(NotFound):
        service.annul(story.graders[0], story.submission.id, story.others.id, "Klaida", "lt")
    story.annul()
    with pytest.raises(Conflict):
        story.annul()
    assert session.get_one(Grading, story.others.id).annulled_at is None


def test_nobody_annuls_or_decides_about_their_own_work() -> None:
    story = Story()
    own = story.acting(story.person)
    with pytest.raises(NotAllowed):
        service.annul(own, story.submission.id, story.grading.id, "Noriu daugiau", "lt")
    appeal = story.appeal()
    for deed in (
        lambda: service.uphold(own, appeal.id, "Taip", "lt"),
        lambda: service.grant(own, appeal.id, "Taip", story.judgement(EIGHT)),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not policy.may_decide_appeal(own, queries.get_appeal(appeal.id))


def test_completion_once_reached_stays() -> None:
    story = Story(requirements=("assignment:actor-map",))
    completed_at = session.get_one(Enrolment, story.enrolment.id).completed_at
    assert completed_at is not None
    story.annul()
    service.grade(story.graders[0], story.submission.id, story.judgement(FAILING))
    session.commit()
    assert session.get_one(Enrolment, story.enrolment.id).completed_at == completed_at
    entry = story.entry()
    assert entry is not None
    assert (entry.is_passed, entry.score) == (False, 5)


def test_words_and_files_of_an_improvement_that_was_begun_are_kept() -> None:
    story = Story(points=FAILING)
    make_file(story.submission, name="naujas.txt")
    service.save_draft(story.learner, story.module, "actor-map", Draft("Pataisyta", "lt", 1))
    story.annul()
    assert session.scalar(select(KeptText.text)) == "Pataisyta"
    service.grade(story.graders[1], story.submission.id, story.judgement(FAILING))
    assert [file.name for file in queries.list_draft_files(story.submission.id)] == ["naujas.txt"]
    assert story.submission.draft_text == "Pataisyta"


def test_an_appeal_is_made_once_and_goes_to_who_had_no_part(told: list[Event]) -> None:
    story = Story(graders=3)
    appeal = story.appeal()
    assert story.appeal().id == appeal.id, "the same form sent twice"
    with pytest.raises(Conflict):
        story.appeal("Dar kartą")
    (event,) = heard(told, AppealMade)
    assert event.decider_ids == tuple(grader.id for grader in story.graders[1:])
    waiting = [waiting_ids(who, "appeal") for who in story.graders]
    assert waiting == [[], [appeal.id], [appeal.id]]
    asked = queries.get_appeal(appeal.id)
    assert asked.has_others
    assert [policy.may_decide_appeal(who, asked) for who in story.graders] == [False, True, True]
    assert all(policy.may_see_appeal(who, asked) for who in story.graders)
    with pytest.raises(Conflict):
        service.uphold(story.graders[0], appeal.id, "Ne", "lt")


def test_in_a_group_each_member_loses_and_gains_together(told: list[Event]) -> None:
    story = Story(graders=3)
    version = make_version(make_submission(make_enrolment(module=story.module), story.module), story.module)
    partner, left = make_user(), make_user()
    places = [make_enrolment(person, story.module) for person in (partner, left)]
    shared = make_group(session.get_one(Submission, version.submission_id), places[0], left=places[1])
    judgement = Judgement(version.id, "lt", SEVEN)
    grading = service.grade(story.graders[0], shared.id, judgement)
    told.clear()
    with pytest.raises(NotFound):
        service.make_appeal(actor_of(left), shared.id, grading.id, "Ir aš prisidėjau.", "lt")
    appeal = service.make_appeal(actor_of(partner), shared.id, grading.id, "Abu nesutinkame.", "lt")
    assert queries.get_appeal(appeal.id).learner_ids == {shared.learner_id, partner.id, left.id}
    for person in (partner, left):
        own = story.acting(person)
        assert not policy.may_decide_appeal(own, queries.get_appeal(appeal.id))
        with pytest.raises(NotAllowed):
            service.uphold(own, appeal.id, "Ne", "lt")
        with pytest.raises(NotAllowed):
            service.annul(own, shared.id, grading.id, "Noriu daugiau", "lt")
    service.withdraw_appeal(actor_of(partner), shared.id)
    service.annul(story.graders[1], shared.id, grading.id, "Supainioti darbai.", "lt")
    (event,) = heard(told, GradingAnnulled)
    assert set(event.learner_ids) == {shared.learner_id, partner.id}
    sources = select(Achievement.source).where(Achievement.source == f"grading:{grading.id}")
    assert list(session.scalars(sources)) == []


def test_where_only_one_may_grade_the_same_person_decides() -> None:
    story = Story(graders=1)
    appeal = story.appeal()
    asked = queries.get_appeal(appeal.id)
    assert not asked.has_others
    assert policy.may_decide_appeal(story.graders[0], asked)
    assert waiting_ids(story.graders[0], "appeal") == [appeal.id]


def test_an_appeal_needs_words_and_is_for_whose_work_it_is() -> None:
    story = Story()
    with pytest.raises(Invalid):
        story.appeal(" ")
    stranger = actor_of(make_user())
    with pytest.raises(NotFound):
        service.make_appeal(stranger, story.submission.id, story.grading.id, "Kodėl?", "lt")
    with pytest.raises(Conflict):
        service.make_appeal(story.learner, story.submission.id, story.others.id, "Kodėl?", "lt")


def test_an_upheld_grading_stands_with_an_answer(told: list[Event]) -> None:
    story = Story()
    appeal = story.appeal()
    with pytest.raises(Invalid):
        service.uphold(story.graders[1], appeal.id, " ", "lt")
    for _ in range(2):
        service.uphold(story.graders[1], appeal.id, "Vertinta pagal kriterijus.", "lt")
    (event,) = heard(told, AppealDecided)
    assert (event.is_granted, event.learner_ids) == (False, (story.learner.id,))
    standing = queries.find_grading(story.version.id)
    assert standing is not None
    assert standing.id == story.grading.id
    (view,) = queries.list_appeals(story.submission.id)
    assert (view.state, view.answer) == ("upheld", "Vertinta pagal kriterijus.")
    assert waiting_ids(story.graders[1], "appeal") == []
    with pytest.raises(Conflict):
        service.grant(story.graders[1], appeal.id, "Vis dėlto", story.judgement(EIGHT))


def test_a_granted_appeal_brings_a_better_grading_and_is_final(told: list[Event]) -> None:
    story = Story()
    told.clear()
    appeal = story.appeal()
    session.commit()
    with pytest.raises(Invalid):
        service.grant(story.graders[1], appeal.id, "Gerai", story.judgement(SEVEN))
    session.rollback()
    for _ in range(2):
        service.grant(story.graders[1], appeal.id, "Tiesa, ryšiai yra.", story.judgement(EIGHT))
    session.commit()
    assert [type(each) for each in told] == [AppealMade, AppealDecided], "one notice of one deed"
    new = queries.find_grading(story.version.id)
    assert new is not None
    assert (new.basis, new.total, new.grader_id) == ("appeal", 8, story.graders[1].id)
    assert session.get_one(Grading, story.grading.id).annulled_at is not None
    entry = story.entry()
    assert entry is not None
    assert (entry.score, entry.source) == (8, f"grading:{new.id}")
    with pytest.raises(Conflict):
        service.make_appeal(story.learner, story.submission.id, new.id, "Dar daugiau", "lt")


def test_granting_lets_returned_work_pass_and_completes() -> None:
    story = Story(points=FAILING, requirements=("read", "assignment:actor-map"))
    for lesson in ("first", "second"):
        make_reading(story.enrolment, lesson, story.module)
    service.save_draft(story.learner, story.module, "actor-map", Draft("Pradėta taisyti", "lt", 1))
    appeal = story.appeal()
    service.grant(story.graders[1], appeal.id, "Tiesa.", story.judgement(SEVEN))
    session.commit()
    assert story.submission.state == "graded"
    assert session.get_one(Enrolment, story.enrolment.id).completed_at is not None
    assert session.scalar(select(KeptText.text)) == "Pradėta taisyti"


def test_an_open_appeal_is_decided_before_anything_is_annulled() -> None:
    story = Story()
    story.appeal()
    with pytest.raises(Conflict):
        story.annul()


def test_handing_in_improved_work_takes_the_appeal_back() -> None:
    story = Story(points=FAILING)
    appeal = story.appeal()
    service.hand_in(story.learner, story.module, "actor-map", Draft("Pagerinta", "lt", 1))
    assert session.get_one(Appeal, appeal.id).state == "withdrawn"
    with pytest.raises(Conflict):
        service.uphold(story.graders[1], appeal.id, "Atsakymas", "lt")


def test_the_learner_takes_the_appeal_back_themself() -> None:
    story = Story()
    appeal = story.appeal()
    with pytest.raises(NotFound):
        service.withdraw_appeal(actor_of(make_user()), story.submission.id)
    service.withdraw_appeal(story.learner, story.submission.id)
    assert session.get_one(Appeal, appeal.id).state == "withdrawn"
    with pytest.raises(Conflict):
        service.withdraw_appeal(story.learner, story.submission.id)
