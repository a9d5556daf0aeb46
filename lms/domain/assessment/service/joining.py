"""Groups come about: inviting by address, accepting, declining, withdrawing; nobody is put into one."""

from lms.domain.accounts import rules as addresses
from lms.domain.accounts.actor import Actor
from lms.domain.assessment import groups, queries, rules
from lms.domain.assessment.events import GroupChanged, GroupInvited
from lms.domain.assessment.models import GroupInvitation, GroupMember, Submission
from lms.domain.assessment.service import drafts
from lms.domain.assessment.service.leaving import put_aside
from lms.domain.content.compiled import Module
from lms.domain.learning import queries as learning
from lms.domain.learning import service as register
from lms.foundation import audit, clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext


def invite(actor: Actor, module: Module, slug: str, email: str, language: str) -> None:
    """Invite whoever has this address to work on the assignment together.

    The answer is the same whether anybody has it, is in the module, or was invited before.
    """
    most = drafts.get_assignment(module, slug).group_most
    if most < 2:
        raise Conflict(_("This assignment is done alone."))
    address = addresses.read_address(email).key
    if address == addresses.read_address(actor.email).key:
        raise Invalid(_("This is your own address. You are in the group already."), "email")
    submission = drafts.open_work(actor, module, slug, language)
    if not rules.may_edit(submission.state):
        raise Conflict(_("This work has been handed in and cannot be changed while it is being graded."))
    _share(submission)
    if len(queries.list_members(submission)) >= most:
        message = ngettext(
            "A group has at most %(num)s member.", "A group has at most %(num)s members.", most
        )
        raise Invalid(message, "email")
    invitation = _open_invitation(actor, submission, address)
    events.publish(
        GroupInvited(
            invitation_id=invitation.id,
            invited_by_id=invitation.invited_by_id,
            submission_id=submission.id,
            module_id=submission.module_id,
        )
    )


def withdraw_invitation(actor: Actor, invitation_id: int) -> None:
    """Take an invitation back; any member of the group may."""
    drafts.get_own(actor, queries.get_invitation(invitation_id).submission_id)
    invitation = queries.get_invitation(invitation_id)
    if invitation.state == groups.OPEN:
        invitation.state, invitation.answered_at = groups.WITHDRAWN, clock.now()


def accept_invitation(actor: Actor, module: Module, slug: str, invitation_id: int) -> None:
    """Join the group; a draft of one's own is put aside and stays one's own."""
    most = drafts.get_assignment(module, slug).group_most
    queries.get_invitation_to(actor.id, invitation_id)
    enrolment_id = register.ensure_enrolment(actor.id, module.module_id).id
    group, own = _hold(actor, module, slug, invitation_id, enrolment_id)
    if own is not None and own.id == group.id:
        return
    members = queries.list_members(group)
    obstacle = groups.obstacle_to_joining(groups.Team(group.state, len(members)), _team_of(own), most)
    if obstacle:
        raise Conflict(groups.explain(obstacle))
    invitation = queries.get_invitation_to(actor.id, invitation_id)
    if invitation.state != groups.OPEN or not members:
        raise Conflict(_("This invitation is not open any more."))
    invitation.state, invitation.answered_at = groups.ACCEPTED, clock.now()
    if own is not None:
        # A tab that knows only of the own draft must not write over the group's.
        group.draft_serial = max(group.draft_serial, own.draft_serial + 1)
        put_aside(own)
    _enter(actor, group, enrolment_id)


def decline_invitation(actor: Actor, invitation_id: int) -> None:
    """Say no; the group learns it, and does not invite this address again."""
    invitation = queries.get_invitation_to(actor.id, invitation_id)
    submission = queries.get_submission_for_change(invitation.submission_id)
    invitation = queries.get_invitation_to(actor.id, invitation_id)
    if invitation.state != groups.OPEN:
        return
    invitation.state, invitation.answered_at = groups.DECLINED, clock.now()
    _tell(actor, submission, groups.DECLINED, address=invitation.address)


def _share(submission: Submission) -> None:
    """Make a work one that others can join."""
    if submission.is_shared:
        return
    submission.is_shared = True
    session.add(
        GroupMember(
            submission_id=submission.id,
            enrolment_id=submission.enrolment_id,
            learner_id=submission.learner_id,
            assignment=submission.assignment,
            joined_at=clock.now(),
        )
    )
    session.flush()


def _open_invitation(actor: Actor, submission: Submission, address: str) -> GroupInvitation:
    sent = queries.list_sent_invitations(submission.id)
    earlier = next((each for each in sent if each.address == address), None)
    if earlier is not None:
        _invite_again(actor, earlier)
        return earlier
    if len(sent) >= groups.MOST_INVITATIONS:
        raise Invalid(
            _("This group has sent very many invitations already. Withdrawn ones count too."), "email"
        )
    invitation = GroupInvitation(
        submission_id=submission.id,
        address=address,
        invited_by_id=actor.id,
        invited_at=clock.now(),
        state=groups.OPEN,
    )
    session.add(invitation)
    session.flush()
    return invitation


def _invite_again(actor: Actor, invitation: GroupInvitation) -> None:
    if invitation.state == groups.DECLINED:
        raise Invalid(_("This person has declined the invitation."), "email")
    if invitation.state == groups.ACCEPTED:
        owner_id = queries.find_invited_learner(invitation.address, _module_of(invitation))
        members = queries.list_members(queries.get_submission(invitation.submission_id))
        if any(member.learner_id == owner_id for member in members):
            raise Invalid(_("This person is in the group already."), "email")
    if invitation.state != groups.OPEN:
        invitation.state, invitation.answered_at = groups.OPEN, None
        invitation.invited_by_id, invitation.invited_at = actor.id, clock.now()


def _module_of(invitation: GroupInvitation) -> int:
    return queries.get_submission(invitation.submission_id).module_id


def _hold(
    actor: Actor, module: Module, slug: str, invitation_id: int, enrolment_id: int
) -> tuple[Submission, Submission | None]:
    """Return the group's work and what the person works on now; other deeds on both wait for this one.

    Their enrolment is held too, so that of two groups joined at once the second sees the first.
    """
    invitation = queries.get_invitation_to(actor.id, invitation_id)
    known = [queries.find_worked_on(enrolment_id, slug), invitation.submission_id]
    works = queries.hold_works([each for each in known if each is not None])
    learning.get_enrolment_for_change(enrolment_id)
    own_id = queries.find_worked_on(enrolment_id, slug)
    group = works[invitation.submission_id]
    if (group.module_id, group.assignment) != (module.module_id, slug):
        raise NotFound()
    if own_id is not None and own_id not in works:
        raise Conflict(_("Your work on this assignment has just changed. Please look at the page again."))
    return group, works[own_id] if own_id is not None else None


def _team_of(work: Submission | None) -> groups.Team | None:
    return groups.Team(work.state, len(queries.list_members(work))) if work is not None else None


def _enter(actor: Actor, group: Submission, enrolment_id: int) -> None:
    for membership in queries.list_memberships(group.id):
        if membership.learner_id == actor.id:
            membership.left_at = None
            break
    else:
        session.add(
            GroupMember(
                submission_id=group.id,
                enrolment_id=enrolment_id,
                learner_id=actor.id,
                assignment=group.assignment,
                joined_at=clock.now(),
            )
        )
    session.flush()
    _tell(actor, group, groups.JOINED)


def _tell(actor: Actor, submission: Submission, change: str, address: str = "") -> None:
    audit.record(actor.label, f"group-{change}", f"submission:{submission.id}")
    events.publish(
        GroupChanged(
            submission_id=submission.id,
            module_id=submission.module_id,
            learner_id=actor.id,
            change=change,
            member_ids=tuple(member.learner_id for member in queries.list_members(submission)),
            address=address,
        )
    )
