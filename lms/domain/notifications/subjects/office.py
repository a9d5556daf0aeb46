"""What coordinators and administrators set going or have to know of; the table is in `notices`."""

from lms.domain.accounts import queries as accounts
from lms.domain.catalogue.events import PageRemarked
from lms.domain.coordination.events import PersonInvited
from lms.domain.notifications.kinds import About, Told, Way
from lms.domain.notifications.queries import told
from lms.foundation import signing


def person_invited(event: PersonInvited) -> Told:
    """Invite somebody to a programme, at an address that may have no account."""
    invited = told.describe_invitation(event.invitation_id)
    return Told(
        sender_id=invited.invited_by_id,
        subject=f"invitation:{event.invitation_id}",
        occasion=f"invitation-sent:{event.invitation_id}:{event.round}",
        address=invited.address,
        language=invited.language,
        about=invited.about,
    )


def page_remarked(event: PageRemarked) -> Told:
    """Tell the administrators what somebody has remarked about a page."""
    author_id, about = told.describe_remark(event.remark_id)
    return Told(
        recipients=[each for each in accounts.list_administrator_ids() if each != author_id],
        sender_id=author_id,
        subject=f"remark:{event.remark_id}",
        occasion=f"page-remarked:{event.remark_id}",
        about=about,
    )


def to_invitation(about: About) -> Way | None:
    """Lead to where the invitation is taken up, as long as it stands."""
    if not told.is_invitation_open(about["invitation_id"]):
        return None
    return "coordination.show_invitation", {"key": signing.seal("invitation", about["invitation_id"])}


def to_remarks(about: About) -> Way:
    """Lead to the remark."""
    return "catalogue.list_remarks", {"_anchor": f"remark-{about['remark_id']}"}
