"""Deeds of coordinators: inviting people; and of those who were invited: coming."""

from lms.domain.accounts.actor import Actor
from lms.domain.coordination import policy, queries
from lms.domain.coordination.events import PersonInvited
from lms.domain.coordination.invitees import Invitee
from lms.domain.coordination.models import Invitation
from lms.domain.learning import service as register
from lms.foundation import audit, clock, db, events
from lms.foundation.errors import Conflict, NotAllowed
from lms.foundation.i18n import gettext as _


def invite_people(
    actor: Actor, programme_id: int, institution_id: int | None, people: list[Invitee]
) -> tuple[int, int]:
    """Invite people to a programme; return how many are new and how many had been invited before.

    Who was invited before and has not come gets no second letter: sending again is a deed of its own.
    Whose invitation was withdrawn is invited anew.
    """
    if not policy.may_invite_to(actor, programme_id):
        raise NotAllowed()
    invited = sum(_invite(actor, programme_id, institution_id, person) for person in people)
    audit.record(actor.label, "people-invited", f"programme:{programme_id}", invited=invited)
    return invited, len(people) - invited


def _invite(actor: Actor, programme_id: int, institution_id: int | None, person: Invitee) -> bool:
    """Tell whether a letter goes out; two coordinators, or one who clicked twice, send one."""
    key = person.email.casefold()
    facts = {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "institution_id": institution_id,
        "invited_by_id": actor.id,
        "invited_at": clock.now(),
    }
    is_new = db.insert_once(Invitation, email_key=key, programme_id=programme_id, **facts)
    invitation = queries.find_invitation(key, programme_id)
    assert invitation is not None
    if not is_new:
        if invitation.withdrawn_at is None:
            return False
        invitation.withdrawn_at, invitation.round = None, invitation.round + 1
        for name, value in facts.items():
            setattr(invitation, name, value)
    events.publish(PersonInvited(invitation_id=invitation.id, round=invitation.round))
    return True


def invite_again(actor: Actor, invitation: Invitation) -> None:
    """Send an invitation once more to somebody who has not come yet."""
    if invitation.accepted_at is not None:
        raise Conflict(_("This person has already joined."))
    invitation.round += 1
    audit.record(actor.label, "invitation-sent-again", f"invitation:{invitation.id}")
    events.publish(PersonInvited(invitation_id=invitation.id, round=invitation.round))


def withdraw_invitation(actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back; its link no longer leads anywhere and it is not counted."""
    if invitation.accepted_at is not None:
        raise Conflict(_("This person has already joined."))
    invitation.withdrawn_at = clock.now()
    audit.record(actor.label, "invitation-withdrawn", f"invitation:{invitation.id}")


def accept_invitation(actor: Actor, invitation: Invitation) -> None:
    """Enrol whoever holds the letter's key in the programme that it invites to."""
    if invitation.user_id not in (None, actor.id):
        raise Conflict(_("Somebody has already used this invitation."))
    register.enrol_in_programme(actor, invitation.programme_id)
    invitation.user_id = actor.id
    invitation.accepted_at = invitation.accepted_at or clock.now()


def note_arrival(learner_id: int, programme_id: int | None, module_id: int | None) -> None:
    """Count an invited person as having come once they are enrolled in what they were invited to."""
    for invitation in queries.list_invitations_of(learner_id, programme_id, module_id):
        invitation.user_id = learner_id
        invitation.accepted_at = clock.now()


def record_export(actor: Actor, filters: dict[str, object]) -> None:
    """Write down who took which people's data out, before it leaves."""
    audit.record(actor.label, "people-exported", "coordination", **filters)
