"""Groups as members and invited people see them, and as joining and leaving needs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from lms.domain.accounts.models import User
from lms.domain.assessment import groups
from lms.domain.assessment.models import (
    GroupInvitation,
    GroupMember,
    Submission,
    SubmissionFile,
    SubmissionVersion,
)
from lms.domain.assessment.queries.groups import WORKED_ON
from lms.domain.assessment.queries.work import FileLine
from lms.domain.learning.models import Enrolment
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class GroupPerson:
    """A member, or one who has left since; fellow members see their name."""

    learner_id: int
    name: str
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class InvitationToMe:
    """An open invitation as the invited person sees it."""

    id: int
    invited_by: str
    invited_at: datetime
    group: groups.Team


@dataclass(frozen=True, slots=True)
class LeftWork:
    """A work that somebody handed in with others before they left the group."""

    submission_id: int
    left_at: datetime


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation as the group sees it."""

    id: int
    address: str
    state: str
    invited_at: datetime


@dataclass(frozen=True, slots=True)
class PutAside:
    """The draft that a member had of their own before they joined."""

    text: str
    link: str
    language: str
    files: tuple[FileLine, ...]


def list_group_people(submission_id: int) -> list[GroupPerson]:
    """Return the members of the group and those who have left it, in the order in which they came."""
    rows = session.execute(
        select(GroupMember.learner_id, User.name, GroupMember.joined_at, GroupMember.left_at)
        .join(User, User.id == GroupMember.learner_id)
        .where(GroupMember.submission_id == submission_id)
        .order_by(GroupMember.joined_at, GroupMember.id)
    )
    return [GroupPerson(*row) for row in rows]


def list_sent_invitations(submission_id: int) -> list[GroupInvitation]:
    """Return whom the group has invited, by address, in the order in which it did."""
    return list(
        session.scalars(
            select(GroupInvitation).filter_by(submission_id=submission_id).order_by(GroupInvitation.id)
        )
    )


def show_sent_invitations(submission_id: int) -> list[SentInvitation]:
    """Return what of the invitations the group still sees: those that are open, and those declined."""
    return [
        SentInvitation(each.id, each.address, each.state, each.invited_at)
        for each in list_sent_invitations(submission_id)
        if each.state in (groups.OPEN, groups.DECLINED)
    ]


def list_invitations_to(learner_id: int, module_id: int, assignment: str) -> list[InvitationToMe]:
    """Return the open invitations to this person's address for an assignment, oldest first."""
    members: Any = (
        select(func.count())
        .where(GroupMember.submission_id == Submission.id, GroupMember.left_at.is_(None))
        .correlate(Submission)
        .scalar_subquery()
    )
    inviter = aliased(User)
    rows = session.execute(
        select(GroupInvitation.id, inviter.name, GroupInvitation.invited_at, Submission.state, members)
        .join(inviter, inviter.id == GroupInvitation.invited_by_id)
        .join(User, User.email_key == GroupInvitation.address)
        .join(Submission, Submission.id == GroupInvitation.submission_id)
        .where(
            User.id == learner_id,
            Submission.module_id == module_id,
            Submission.assignment == assignment,
            GroupInvitation.state == groups.OPEN,
        )
        .order_by(GroupInvitation.id)
    )
    return [
        InvitationToMe(invitation_id, name, invited_at, groups.Team(state, count))
        for invitation_id, name, invited_at, state, count in rows
    ]


def get_invitation_to(learner_id: int, invitation_id: int) -> GroupInvitation:
    """Return an invitation to this person's address, as it is now, or refuse."""
    invitation = session.scalar(
        select(GroupInvitation)
        .join(User, User.email_key == GroupInvitation.address)
        .where(GroupInvitation.id == invitation_id, User.id == learner_id)
        .execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound()
    return invitation


def get_invitation(invitation_id: int) -> GroupInvitation:
    """Return an invitation to a group, or refuse; for rooms above, who tell of it."""
    invitation = session.scalar(
        select(GroupInvitation).filter_by(id=invitation_id).execution_options(populate_existing=True)
    )
    if invitation is None:
        raise NotFound()
    return invitation


def find_invited_learner(address: str, module_id: int) -> int | None:
    """Return who has this address and a place in the module, to be told that they are invited."""
    return session.scalar(
        select(User.id)
        .join(Enrolment, Enrolment.learner_id == User.id)
        .where(User.email_key == address, Enrolment.module_id == module_id, Enrolment.left_at.is_(None))
    )


def find_worked_on(enrolment_id: int, assignment: str) -> int | None:
    """Return which submission a learner works on, alone or in a group."""
    return session.scalar(
        select(Submission.id).where(Submission.id == WORKED_ON),
        {"enrolment_id": enrolment_id, "assignment": assignment},
    )


def hold_works(submission_ids: Sequence[int]) -> dict[int, Submission]:
    """Return these works as they are now; others wait, and two such deeds never for each other."""
    rows = session.scalars(
        select(Submission)
        .where(Submission.id.in_(list(submission_ids)))
        .order_by(Submission.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {submission.id: submission for submission in rows}


def list_memberships(submission_id: int) -> list[GroupMember]:
    """Return the rows of all who are or were in the group, first member first, as they are now."""
    return list(
        session.scalars(
            select(GroupMember)
            .filter_by(submission_id=submission_id)
            .order_by(GroupMember.joined_at, GroupMember.id)
            .execution_options(populate_existing=True)
        )
    )


def find_put_aside(learner_id: int, module_id: int, assignment: str) -> Submission | None:
    """Return the draft that a member had of their own before they joined."""
    return session.scalar(
        select(Submission)
        .filter_by(learner_id=learner_id, module_id=module_id, assignment=assignment, is_shared=False)
        .execution_options(populate_existing=True)
    )


def show_put_aside(learner_id: int, module_id: int, assignment: str) -> PutAside | None:
    """Return that draft with its files, in one statement, for its writer's page; None where it is empty."""
    rows = session.execute(
        select(Submission, SubmissionFile)
        .outerjoin(SubmissionFile, SubmissionFile.submission_id == Submission.id)
        .where(
            Submission.learner_id == learner_id,
            Submission.module_id == module_id,
            Submission.assignment == assignment,
            Submission.is_shared.is_(False),
        )
        .order_by(SubmissionFile.id)
    ).all()
    files = tuple(FileLine(file.id, file.name, file.size) for _own, file in rows if file is not None)
    own = rows[0][0] if rows else None
    if own is None or not (own.draft_text.strip() or own.draft_link or files):
        return None
    return PutAside(own.draft_text, own.draft_link, own.draft_language, files)


def find_left_work(learner_id: int, module_id: int, assignment: str) -> LeftWork | None:
    """Return the work that this person handed in with a group that they left since, the last if several."""
    row = session.execute(
        select(GroupMember.submission_id, GroupMember.left_at)
        .join(Submission, Submission.id == GroupMember.submission_id)
        .join(SubmissionVersion, SubmissionVersion.submission_id == Submission.id)
        .where(
            GroupMember.learner_id == learner_id,
            Submission.module_id == module_id,
            Submission.assignment == assignment,
            SubmissionVersion.handed_in_at.between(GroupMember.joined_at, GroupMember.left_at),
        )
        .order_by(GroupMember.left_at.desc())
        .limit(1)
    ).one_or_none()
    return LeftWork(row[0], row[1]) if row and row[1] else None
