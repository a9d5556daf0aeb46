"""Appeals: as their deeds and pages need them, and which of them wait for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment.models import Appeal, Grading, GroupMember, Opinion, Submission
from lms.domain.assessment.queries.groups import is_by_others
from lms.domain.assessment.queries.opinions import graders_besides
from lms.domain.assessment.queries.waiting import answered_by
from lms.domain.assessment.queries.work import GradableWork, get_work
from lms.domain.catalogue.models import ProgrammeModule, Staff
from lms.foundation.db import session
from lms.foundation.errors import NotFound

OPEN, UPHELD, GRANTED, WITHDRAWN = "open", "upheld", "granted", "withdrawn"


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal as its learner and the graders read it."""

    id: int
    grading_id: int
    learner_id: int
    learner_name: str
    text: str
    language: str
    made_at: datetime
    state: str
    decided_at: datetime | None
    decided_by_id: int | None
    decider_name: str | None
    answer: str
    answer_language: str
    new_grading_id: int | None


@dataclass(frozen=True, slots=True)
class AppealedWork:
    """An appeal with the work that it is about; enough for the policy to decide.

    `decider_ids` are graders who had no part in the grading; where there are none, those who had.
    """

    id: int
    grading_id: int
    state: str
    work: GradableWork
    judged_by: frozenset[int]
    decider_ids: frozenset[int]

    @property
    def learner_ids(self) -> frozenset[int]:
        """Whose own work it is."""
        return self.work.learner_ids

    @property
    def module_id(self) -> int:
        """The module of the work."""
        return self.work.module_id

    @property
    def programme_ids(self) -> frozenset[int]:
        """The programmes that hold the module."""
        return self.work.programme_ids

    @property
    def has_others(self) -> bool:
        """Whether somebody decides who had no part in the grading."""
        return not self.judged_by & self.decider_ids


def get_appeal(appeal_id: int) -> AppealedWork:
    """Return an appeal with all that decides who may see it and decide on it, or refuse."""
    appeal = session.get(Appeal, appeal_id)
    if appeal is None:
        raise NotFound()
    work = get_work(appeal.submission_id)
    judged_by = list_judges(appeal.grading_id)
    deciders = list_deciders(work.module_id, work.learner_ids, judged_by)
    return AppealedWork(appeal.id, appeal.grading_id, appeal.state, work, judged_by, deciders)


def list_judges(grading_id: int) -> frozenset[int]:
    """Return everybody who had a part in a grading."""
    graders = select(Grading.grader_id).where(Grading.id == grading_id)
    others = select(Opinion.grader_id).where(Opinion.grading_id == grading_id)
    return frozenset(session.scalars(graders.union(others)))


def list_deciders(module_id: int, learner_ids: frozenset[int], judged_by: frozenset[int]) -> frozenset[int]:
    """Return who decides on an appeal: graders who had no part in the grading, else those who had."""
    graders = frozenset(graders_besides(module_id, learner_ids))
    return graders - judged_by or graders


def get_appeal_for_change(appeal_id: int) -> Appeal:
    """Return an appeal as it is now, or refuse; whoever changes it holds its submission."""
    appeal = session.get(Appeal, appeal_id, populate_existing=True)
    if appeal is None:
        raise NotFound()
    return appeal


def find_appeal_about(grading_id: int) -> Appeal | None:
    """Return the appeal against a grading, if its learner has made one."""
    return session.scalar(
        select(Appeal).filter_by(grading_id=grading_id).execution_options(populate_existing=True)
    )


def find_open_appeal(submission_id: int) -> Appeal | None:
    """Return the appeal about a work that nobody has decided yet."""
    return session.scalar(
        select(Appeal)
        .filter_by(submission_id=submission_id, state=OPEN)
        .execution_options(populate_existing=True)
    )


def list_appeals(submission_id: int) -> list[AppealView]:
    """Return all appeals about a work with their answers, oldest first."""
    learner, decider = aliased(User), aliased(User)
    own = [getattr(Appeal, name) for name in AppealView.__slots__ if not name.endswith("_name")]
    rows = session.execute(
        select(learner.name.label("learner_name"), decider.name.label("decider_name"), *own)
        .join(learner, learner.id == Appeal.learner_id)
        .outerjoin(decider, decider.id == Appeal.decided_by_id)
        .where(Appeal.submission_id == submission_id)
        .order_by(Appeal.id)
    )
    return [AppealView(**row) for row in rows.mappings()]


def appeal_waits_for(actor: Actor) -> ColumnElement[bool]:
    """Say for a statement about appeals and their submissions which of them this grader decides."""
    return (
        (Appeal.state == OPEN)
        & answered_by(actor, Submission.module_id)
        & is_by_others(actor)
        & (~_has_judged(actor.id) | ~_somebody_else_may())
    )


def _has_judged(person_id: Any) -> ColumnElement[bool]:
    grading, opinion = aliased(Grading), aliased(Opinion)
    return or_(
        exists().where(grading.id == Appeal.grading_id, grading.grader_id == person_id),
        exists().where(opinion.grading_id == Appeal.grading_id, opinion.grader_id == person_id),
    )


def _somebody_else_may() -> ColumnElement[bool]:
    """Say that an active grader had no part in the grading, whose own work it is not either."""
    through = select(ProgrammeModule.programme_id).where(ProgrammeModule.module_id == Submission.module_id)
    hands = select(GroupMember.learner_id).where(GroupMember.submission_id == Submission.id)
    return (
        select(Staff.id)
        .join(User, User.id == Staff.user_id)
        .where(
            Staff.duty == "author",
            User.standing == "active",
            or_(
                Staff.module_id == Submission.module_id,
                Staff.programme_id.in_(through.correlate(Submission)),
            ),
            Staff.user_id != Submission.learner_id,
            Staff.user_id.not_in(hands.correlate(Submission)),
            ~_has_judged(Staff.user_id),
        )
        .correlate(Appeal, Submission)
        .exists()
    )
