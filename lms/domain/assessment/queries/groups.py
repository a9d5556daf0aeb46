"""Whose work a work is: one learner's, or that of a group; and the invitations to groups."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, select

from lms.domain.accounts.actor import Actor
from lms.domain.accounts.models import User
from lms.domain.assessment.models import GroupMember, Submission, SubmissionVersion
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.i18n import format_list


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whose work it is now, with the enrolment that their result belongs to."""

    learner_id: int
    enrolment_id: int


def works_of(actor: Actor) -> Select[int]:
    """Say for a statement in which shared works this person has or had a hand: ids of submissions."""
    return select(GroupMember.submission_id).where(GroupMember.learner_id == actor.id)


def is_by_others(actor: Actor) -> ColumnElement[bool]:
    """Say for a statement about submissions which are not this person's, neither alone nor in a group."""
    return (Submission.learner_id != actor.id) & Submission.id.not_in(works_of(actor))


def is_work_of(learner_id: Any) -> ColumnElement[bool]:
    """Say for a statement about submissions which are this learner's now, alone or in a group."""
    present = select(GroupMember.submission_id).where(
        GroupMember.learner_id == learner_id, GroupMember.left_at.is_(None)
    )
    alone = (Submission.learner_id == learner_id) & Submission.is_shared.is_(False)
    return alone | Submission.id.in_(present)


def list_members(submission: Submission) -> list[Member]:
    """Return whose work it is now, each of whom gets the result: its learner, or all in the group."""
    if not submission.is_shared:
        return [Member(submission.learner_id, submission.enrolment_id)]
    rows = session.execute(
        select(GroupMember.learner_id, GroupMember.enrolment_id)
        .where(GroupMember.submission_id == submission.id, GroupMember.left_at.is_(None))
        .order_by(GroupMember.enrolment_id)
    )
    return [Member(*row) for row in rows]


def list_learner_ids(submission: Submission) -> frozenset[int]:
    """Return all who have or had a hand in the work: none of them judges it."""
    if not submission.is_shared:
        return frozenset({submission.learner_id})
    others = select(GroupMember.learner_id).where(GroupMember.submission_id == submission.id)
    return frozenset({submission.learner_id, *session.scalars(others)})


def list_member_names(submission_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return by shared work the names of its group, first member first, in one statement."""
    rows = session.execute(
        select(GroupMember.submission_id, User.name)
        .join(User, User.id == GroupMember.learner_id)
        .where(GroupMember.submission_id.in_(list(submission_ids)), GroupMember.left_at.is_(None))
        .order_by(GroupMember.joined_at, GroupMember.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for submission_id, name in rows:
        names[submission_id].append(name)
    return dict(names)


def name_learners(submission_id: int, learner_name: str, *, is_shared: bool) -> str:
    """Return whose work it is, as a grader reads it: one name, or those of the group."""
    names = list_member_names([submission_id]).get(submission_id) if is_shared else None
    return format_list(names) if names else learner_name


def _ids_of(*conditions: ColumnElement[bool]) -> ColumnElement[str | None]:
    return (
        select(func.aggregate_strings(cast(GroupMember.learner_id, String), ","))
        .where(GroupMember.submission_id == Submission.id, *conditions)
        .correlate(Submission, SubmissionVersion)
        .scalar_subquery()
    )


# For statements about submissions, as texts of ids: who has or had a hand in it, and whose it is now.
HANDS = _ids_of().label("hands")
MEMBERS = _ids_of(GroupMember.left_at.is_(None)).label("members")
# Who may read what was handed in: whose work it is now, and who left after that version.
READERS = _ids_of(
    GroupMember.left_at.is_(None)
    | SubmissionVersion.handed_in_at.between(GroupMember.joined_at, GroupMember.left_at)
).label("readers")

# Which submission a learner works on, by enrolment and assignment: that of their group before their own.
_present: Any = select(GroupMember.submission_id).where(
    GroupMember.enrolment_id == bindparam("enrolment_id"),
    GroupMember.assignment == bindparam("assignment"),
    GroupMember.left_at.is_(None),
)
_own: Any = select(Submission.id).where(
    Submission.enrolment_id == bindparam("enrolment_id"),
    Submission.assignment == bindparam("assignment"),
    Submission.is_shared.is_(False),
)
WORKED_ON = func.coalesce(_present.scalar_subquery(), _own.correlate(None).scalar_subquery())


def worked_on_by(learner_id: int, module: str, assignment: str) -> ColumnElement[int]:
    """Say for a statement which submission this learner works on at the assignment of that address."""
    place: Any = Submission.module_id == select(Module.id).where(Module.slug == module).scalar_subquery()
    shared = (
        select(GroupMember.submission_id)
        .join(Submission, Submission.id == GroupMember.submission_id)
        .where(GroupMember.learner_id == learner_id, GroupMember.left_at.is_(None), place)
        .where(GroupMember.assignment == assignment)
    )
    own = select(Submission.id).where(
        Submission.learner_id == learner_id,
        place,
        Submission.assignment == assignment,
        Submission.is_shared.is_(False),
    )
    return func.coalesce(shared.correlate(None).scalar_subquery(), own.correlate(None).scalar_subquery())
