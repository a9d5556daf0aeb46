"""Decisions about working in a group: pure functions, no database."""

from dataclasses import dataclass

from lms.domain.assessment import rules
from lms.foundation.i18n import gettext as _

OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
JOINED, LEFT = "joined", "left"
MOST_INVITATIONS = 20  # of one group, so that nobody can write to half the country through it


@dataclass(frozen=True, slots=True)
class Team:
    """A work as it bears on who may join: its state and how many people's it is."""

    state: str
    members: int


def obstacle_to_joining(group: Team, own: Team | None, most: int) -> str:
    """Return why somebody with this work of their own cannot join the group, or nothing if they can."""
    if own is not None and own.members > 1:
        return "in-another-group"
    if own is not None and own.state != rules.DRAFT:
        return "own-handed-in"
    if not rules.may_edit(group.state):
        return "group-handed-in"
    return "full" if group.members >= most else ""


def obstacle_to_leaving(group: Team) -> str:
    """Return why a member cannot go on alone, or nothing if they can."""
    if group.members < 2:
        return "alone"
    return "" if rules.may_edit(group.state) else "handed-in"


def explain(obstacle: str) -> str:
    """Return for people what stands in the way."""
    return {
        "in-another-group": _("You are in another group on this assignment. Leave it first."),
        "own-handed-in": _(
            "You have handed in work of your own on this assignment, so you cannot join a group."
        ),
        "group-handed-in": _("The group has handed in its work, so nobody can join it now."),
        "full": _("The group is full by now."),
        "alone": _("You are working alone already."),
        "handed-in": _("The work has been handed in. You can leave the group only if it is returned."),
    }[obstacle]
