"""What people are told of working together: invitations, who comes and goes, and that one has handed in."""

from lms.domain.assessment import groups
from lms.domain.assessment.events import GroupChanged, GroupInvited, SubmissionReceived
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told_of_groups
from lms.foundation import clock


def invited(event: GroupInvited) -> Told:
    """Tell the one who is invited to a group, if the address is somebody's."""
    # Where nobody has this address, or has no place in the module, nobody is told, and nobody learns that.
    return Told(
        recipients=told_of_groups.list_invited(event.invitation_id, event.module_id),
        sender_id=event.invited_by_id,
        subject=f"group-invitation:{event.invitation_id}",
        occasion=f"group-invited:{event.invitation_id}",
        about=told_of_groups.describe_group(event.submission_id),
    )


def changed(event: GroupChanged) -> Told:
    """Tell the others of a group who came, left or declined."""
    has_declined = event.change == groups.DECLINED
    return Told(
        recipients=[each for each in event.member_ids if each != event.learner_id],
        # The group knows only the address of who has declined, and gets no name to it.
        sender_id=None if has_declined else event.learner_id,
        subject=f"group:{event.submission_id}",
        occasion=f"group-{event.change}:{event.submission_id}:{event.learner_id}:{clock.now().isoformat()}",
        about={
            **told_of_groups.describe_group(event.submission_id),
            "change": event.change,
            "address": event.address,
        },
    )


def handed_in(event: SubmissionReceived) -> Told | None:
    """Tell the others of a group that one of them has handed in."""
    if len(event.learner_ids) == 1:
        return None
    member_ids = told_of_groups.list_members(event.submission_id)
    return Told(
        recipients=[each for each in member_ids if each != event.learner_id],
        sender_id=event.learner_id,
        subject=f"group:{event.submission_id}",
        occasion=f"group-handed-in:{event.version_id}",
        about=told_of_groups.describe_receipt(event.version_id),
    )


def to_group(about: About) -> Way:
    """Lead to the group."""
    place = {"module": about["module"], "assignment": about["assignment"]}
    return "assessment.show_assignment", {**place, "_anchor": "group"}


def to_receipt(about: About) -> Way:
    """Lead to the receipt."""
    place = {"module": about["module"], "assignment": about["assignment"]}
    return "assessment.show_assignment", {**place, "_anchor": "receipt"}
