"""What the page of an assignment shows of working together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import groups, queries, rules
from lms.domain.assessment.queries import (
    GroupPerson,
    InvitationToMe,
    OwnWork,
    PutAside,
    SentInvitation,
    VersionView,
)
from lms.domain.content.compiled import Assignment
from lms.web.assessment.forms import GroupForm


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """A learner's group on an assignment; while nobody has joined it holds the learner alone, or nobody."""

    form: GroupForm
    most: int
    may_edit: bool
    members: Sequence[GroupPerson] = ()
    names: Mapping[int, str] = field(default_factory=dict)  # of all who have or had a hand in it
    sent: Sequence[SentInvitation] = ()
    invitations: Sequence[InvitationToMe] = ()
    own: groups.Team | None = None
    put_aside: PutAside | None = None
    left: Sequence[VersionView] = ()
    saved_by: str = ""

    @property
    def is_several(self) -> bool:
        """Whether there is anybody beside the learner."""
        return len(self.members) > 1

    @property
    def has_something(self) -> bool:
        """Whether there is anything to say under the heading."""
        return bool(self.is_several or self.may_edit or self.sent or self.invitations or self.left)

    @property
    def may_invite(self) -> bool:
        """Whether there is room for another one, and time."""
        return self.may_edit and len(self.members) < self.most

    def obstacle(self, invitation: InvitationToMe) -> str:
        """Say why an invitation cannot be accepted now, if so."""
        why = groups.obstacle_to_joining(invitation.group, self.own, self.most)
        return groups.explain(why) if why else ""


def group_of(
    actor: Actor,
    module_id: int,
    assignment: Assignment,
    work: OwnWork | None,
    *,
    may_edit: bool,
    form: GroupForm | None = None,
) -> GroupShown | None:
    """Return what is shown of the group; nothing where the assignment is done alone and always was."""
    is_shared = work is not None and work.is_shared
    if assignment.group_most < 2 and not is_shared:
        return None
    people = queries.list_group_people(work.id) if work and is_shared else []
    members = [each for each in people if each.left_at is None]
    names = {each.learner_id: each.name for each in people}
    place = actor.id, module_id, assignment.slug
    # Once the group has handed in, the draft from before waits until its writer goes on alone.
    is_begun = work is not None and is_shared and may_edit and work.state == rules.DRAFT
    return GroupShown(
        form=form or GroupForm(),
        most=assignment.group_most,
        may_edit=may_edit,
        members=members,
        names=names,
        sent=queries.show_sent_invitations(work.id) if work and is_shared and may_edit else (),
        invitations=queries.list_invitations_to(*place) if len(members) < 2 else (),
        own=groups.Team(work.state, max(len(members), 1)) if work else None,
        put_aside=queries.show_put_aside(*place) if is_begun else None,
        # Who goes on with a copy has those who wrote it with them among its people, gone at once.
        left=_left(*place) if any(each.left_at == each.joined_at for each in people) else (),
        saved_by=_saved_by(actor, work, names),
    )


def _left(learner_id: int, module_id: int, assignment: str) -> list[VersionView]:
    """Return what the learner handed in with a group before they left it."""
    left = queries.find_left_work(learner_id, module_id, assignment)
    if left is None:
        return []
    versions = queries.list_versions(left.submission_id)
    return [each for each in versions if each.handed_in_at <= left.left_at]


def _saved_by(actor: Actor, work: OwnWork | None, names: Mapping[int, str]) -> str:
    writer_id = work.draft_saved_by_id if work and work.is_shared else None
    return names.get(writer_id, "") if writer_id not in (None, actor.id) else ""
