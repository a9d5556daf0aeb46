"""Inviting, inviting again, withdrawing, coming."""

from dataclasses import replace
from typing import Any

import pytest

from lms.domain.accounts.actor import Actor, UserId
from lms.domain.coordination import queries, service
from lms.domain.coordination.invitees import Invitee
from lms.domain.coordination.scope import Scope
from lms.domain.learning import queries as learning
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotAllowed, NotFound
from tests.factories.accounts import make_user
from tests.factories.catalogue import make_programme
from tests.factories.content import make_module

pytestmark = pytest.mark.usefixtures("database")


def actor_of(user: Any, **values: Any) -> Actor:
    return replace(Actor(id=UserId(user.id), name=user.name, email=user.email), **values)


@pytest.fixture
def place() -> dict[str, Any]:
    module = make_module()
    programme = make_programme(module)
    coordinator = actor_of(make_user(), coordinated_programmes=frozenset({programme.id}))
    return {"module": module, "programme": programme, "coordinator": coordinator}


def test_people_are_invited_once(place: dict[str, Any]) -> None:
    people = [Invitee("Ona", "ona@example.lt", "lt"), Invitee("Ola", "ola@example.no", "en")]
    assert service.invite_people(place["coordinator"], place["programme"].id, None, people) == (2, 0)
    assert service.invite_people(place["coordinator"], place["programme"].id, None, people) == (0, 2)
    assert len(queries.list_invitations(Scope.of(place["coordinator"]))) == 2


def test_nobody_invites_to_what_they_do_not_coordinate(place: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        service.invite_people(actor_of(make_user()), place["programme"].id, None, [])


def test_coming_enrols_and_is_no_longer_counted(place: dict[str, Any]) -> None:
    service.invite_people(
        place["coordinator"], place["programme"].id, None, [Invitee("", "ona@example.lt", "lt")]
    )
    invitation = queries.list_invitations(Scope.of(place["coordinator"]))[0]
    learner, other = make_user(), make_user()
    service.accept_invitation(actor_of(learner), invitation)
    session.flush()
    assert learning.find_enrolment(learner.id, place["module"].module_id) is not None
    assert queries.count_figures(Scope.of(place["coordinator"])).invited == 0
    service.accept_invitation(actor_of(learner), invitation)
    with pytest.raises(Conflict):
        service.accept_invitation(actor_of(other), invitation)
    with pytest.raises(Conflict):
        service.withdraw_invitation(place["coordinator"], invitation)


def test_a_withdrawn_invitation_leads_nowhere(place: dict[str, Any]) -> None:
    service.invite_people(
        place["coordinator"], place["programme"].id, None, [Invitee("", "ona@example.lt", "lt")]
    )
    invitation = queries.list_invitations(Scope.of(place["coordinator"]))[0]
    service.invite_again(place["coordinator"], invitation)
    assert invitation.round == 2
    service.withdraw_invitation(place["coordinator"], invitation)
    session.flush()
    with pytest.raises(NotFound):
        queries.get_invitation(invitation.id)


def test_whose_invitation_was_withdrawn_can_be_invited_anew(place: dict[str, Any]) -> None:
    coordinator, programme_id = place["coordinator"], place["programme"].id
    service.invite_people(coordinator, programme_id, None, [Invitee("", "ona@example.lt", "lt")])
    invitation = queries.list_invitations(Scope.of(coordinator))[0]
    service.withdraw_invitation(coordinator, invitation)
    again = [Invitee("Ona", "ona@example.lt", "en")]
    assert service.invite_people(coordinator, programme_id, None, again) == (1, 0)
    session.flush()
    assert queries.get_invitation(invitation.id).round == 2
    assert (invitation.name, invitation.language) == ("Ona", "en")


def test_who_enrols_without_the_letter_has_come(place: dict[str, Any]) -> None:
    learner, other = make_user(email="Ona@Example.lt"), make_user()
    service.invite_people(
        place["coordinator"], place["programme"].id, None, [Invitee("", "ona@example.lt", "lt")]
    )
    service.note_arrival(other.id, place["programme"].id, None)
    service.note_arrival(learner.id, None, 999_999)
    session.flush()
    assert queries.count_figures(Scope.of(place["coordinator"])).invited == 1
    service.note_arrival(learner.id, None, place["module"].module_id)
    session.flush()
    assert queries.count_figures(Scope.of(place["coordinator"])).invited == 0
