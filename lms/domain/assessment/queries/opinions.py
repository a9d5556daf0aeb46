"""What graders have judged where two are asked for, and who may judge a work at all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.domain.accounts.models import User
from lms.domain.assessment.models import Opinion, Submission
from lms.domain.assessment.queries.groups import list_learner_ids
from lms.domain.catalogue import queries as catalogue
from lms.foundation.db import session


@dataclass(frozen=True, slots=True)
class OpinionView:
    """One grader's judgement with their name; `grading_id` is the result that it went into."""

    id: int
    version_id: int
    grader_id: int
    grader_name: str
    outcome: str
    points: dict[str, int | None]
    comments: dict[str, str]
    comment: str
    total: int | None
    max_total: int
    is_passed: bool | None
    language: str
    given_at: datetime
    reply: str
    grading_id: int | None


def list_open_opinions(version_id: int) -> list[Opinion]:
    """Return what has been judged of a version and has come to no result yet, in the order of giving."""
    return list(
        session.scalars(
            select(Opinion)
            .filter_by(version_id=version_id, grading_id=None)
            .order_by(Opinion.id)
            .execution_options(populate_existing=True)
        )
    )


def find_opinion_in(grading_id: int, grader_id: int) -> Opinion | None:
    """Return what this grader had judged where it went into a result."""
    return session.scalar(select(Opinion).filter_by(grading_id=grading_id, grader_id=grader_id))


def list_opinions(submission_id: int) -> list[OpinionView]:
    """Return all that was judged of a work by one of two or three, in the order of giving."""
    columns = [getattr(Opinion, name) for name in OpinionView.__slots__ if name != "grader_name"]
    rows = session.execute(
        select(User.name.label("grader_name"), *columns)
        .join(User, User.id == Opinion.grader_id)
        .where(Opinion.submission_id == submission_id)
        .order_by(Opinion.id)
    )
    return [OpinionView(**row) for row in rows.mappings()]


def list_grader_ids(submission: Submission) -> list[int]:
    """Return the people who may judge the work: who answer for its module, and whose own it is not."""
    return graders_besides(submission.module_id, list_learner_ids(submission))


def graders_besides(module_id: int, learner_ids: Collection[int]) -> list[int]:
    """Return who answers for the module without these learners, where it is known whose work it is."""
    return [each for each in catalogue.list_author_ids(module_id) if each not in learner_ids]
