"""Coming together in a group: who may join, who is invited, and what becomes of drafts of one's own."""

import pytest

from lms.domain.assessment import groups, queries, service
from lms.domain.assessment.events import GroupChanged, GroupInvited
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import make_upload
from tests.factories.content import make_assignment, make_module
from tests.factories.groups import SLUG, Team, told_by_now
from tests.factories.learning import make_enrolment

pytestmark = pytest.mark.usefixtures("database", "files")


# Who may join


@pytest.mark.parametrize(
    ("group", "own", "obstacle"),
    [
        (groups.Team("draft", 1), None, ""),
        (groups.Team("returned", 2), groups.Team("draft", 1), ""),
        (groups.Team("draft", 3), None, "full"),
        (groups.Team("handed-in", 2), None, "group-handed-in"),
        (groups.Team("graded", 2), None, "group-handed-in"),
        (groups.Team("draft", 1), groups.Team("handed-in", 1), "own-handed-in"),
        (groups.Team("draft", 1), groups.Team("returned", 1), "own-handed-in"),
        (groups.Team("draft", 1), groups.Team("draft", 2), "in-another-group"),
    ],
)
def test_who_may_join(group: groups.Team, own: groups.Team | None, obstacle: str) -> None:
    assert groups.obstacle_to_joining(group, own, 3) == obstacle
    assert not obstacle or groups.explain(obstacle)


@pytest.mark.parametrize(
    ("group", "obstacle"),
    [
        (groups.Team("draft", 2), ""),
        (groups.Team("returned", 3), ""),
        (groups.Team("draft", 1), "alone"),
        (groups.Team("handed-in", 2), "handed-in"),
        (groups.Team("graded", 2), "handed-in"),
    ],
)
def test_who_may_leave(group: groups.Team, obstacle: str) -> None:
    assert groups.obstacle_to_leaving(group) == obstacle
    assert not obstacle or groups.explain(obstacle)


# Inviting


def test_who_accepts_is_in_the_group_and_nobody_else(heard: list[Event]) -> None:
    team = Team.of(3)
    told_by_now(heard)
    team.save(0, "Mūsų žemėlapis")
    team.invite(0, team.people[1].email.upper())
    team.invite(0, team.people[2].email)
    assert team.members(0) == ["Asmuo 0"]
    assert team.work(1) is None
    team.accept(1)
    assert team.members(0) == team.members(1) == ["Asmuo 0", "Asmuo 1"]
    assert team.work(1).draft_text == "Mūsų žemėlapis"
    assert team.work(2) is None
    invited, again, joined = told_by_now(heard)
    assert isinstance(invited, GroupInvited) and isinstance(again, GroupInvited)
    assert isinstance(joined, GroupChanged)
    assert (joined.change, joined.learner_id) == ("joined", team.people[1].id)
    assert set(joined.member_ids) == {team.people[0].id, team.people[1].id}


@pytest.mark.parametrize("address", ["niekas@example.lt", "STRANGER", "DEACTIVATED", "ELSEWHERE"])
def test_an_invitation_says_nothing_of_who_is_here(address: str, heard: list[Event]) -> None:
    team = Team.of(2)
    stranger = make_user(name="Ne modulyje")
    deactivated = make_user(name="Išjungta", standing="deactivated")
    make_enrolment(deactivated, team.module)
    left = make_user(name="Kitame modulyje")
    make_enrolment(left)
    known = {"STRANGER": stranger, "DEACTIVATED": deactivated, "ELSEWHERE": left}
    address = known[address].email if address in known else address
    told_by_now(heard)
    team.invite(0, team.people[1].email)
    team.invite(0, address)
    sent = queries.list_sent_invitations(team.work(0).id)
    assert [(each.address, each.state) for each in sent] == [
        (team.people[1].email, "open"),
        (address, "open"),
    ]
    assert len(told_by_now(heard)) == 2


def test_an_address_is_invited_once_and_oneself_never() -> None:
    team = Team.of(2)
    team.invite(0, team.people[1].email)
    team.invite(0, f" {team.people[1].email} ")
    assert len(queries.list_sent_invitations(team.work(0).id)) == 1
    for nonsense in (team.people[0].email, "ne adresas", ""):
        with pytest.raises(Invalid) as refusal:
            team.invite(0, nonsense)
        assert refusal.value.field == "email"


def test_a_group_cannot_write_to_half_the_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_INVITATIONS", 2)
    team = Team.of(1)
    for n in range(2):
        team.invite(0, f"a{n}@example.lt")
    with pytest.raises(Invalid):
        team.invite(0, "a2@example.lt")
    team.invite(0, "a1@example.lt")


def test_who_declines_is_not_asked_again(heard: list[Event]) -> None:
    team = Team.of(2)
    team.invite(0, team.people[1].email)
    told_by_now(heard)
    service.decline_invitation(team.actor(1), team.invitations(1)[0])
    assert team.invitations(1) == []
    (event,) = told_by_now(heard)
    assert isinstance(event, GroupChanged)
    assert (event.change, event.address) == ("declined", team.people[1].email)
    assert event.member_ids == (team.people[0].id,)
    with pytest.raises(Invalid):
        team.invite(0, team.people[1].email)


def test_an_invitation_is_withdrawn_and_sent_again() -> None:
    team = Team.of(3)
    team.invite(0, team.people[1].email)
    (invitation_id,) = team.invitations(1)
    service.withdraw_invitation(team.actor(0), invitation_id)
    assert team.invitations(1) == []
    with pytest.raises(Conflict):
        service.accept_invitation(team.actor(1), team.module, SLUG, invitation_id)
    team.invite(0, team.people[1].email)
    assert team.invitations(1) == [invitation_id]


def test_invitations_of_others_are_nobodys_business() -> None:
    team = Team.of(3)
    team.invite(0, team.people[1].email)
    (invitation_id,) = team.invitations(1)
    for deed in (
        lambda: service.accept_invitation(team.actor(2), team.module, SLUG, invitation_id),
        lambda: service.decline_invitation(team.actor(2), invitation_id),
        lambda: service.withdraw_invitation(team.actor(2), invitation_id),
        lambda: service.withdraw_invitation(team.actor(1), invitation_id),
        lambda: service.leave_group(team.actor(2), team.work(0).id),
        lambda: service.offer_own_draft(team.actor(2), team.work(0).id),
    ):
        with pytest.raises(NotFound):
            deed()
    other = make_module(assignments=(make_assignment(group_most=3),))
    make_enrolment(team.people[1], other)
    with pytest.raises(NotFound):
        service.accept_invitation(team.actor(1), other, SLUG, invitation_id)


def test_who_is_not_in_the_module_enrols_first() -> None:
    team = Team.of(2)
    stranger = make_user()
    team.people.append(stranger)
    team.invite(0, stranger.email)
    with pytest.raises(Conflict):
        team.accept(2)
    make_enrolment(stranger, team.module)
    team.accept(2)
    assert team.members(2) == ["Asmuo 0", stranger.name]


def test_an_assignment_to_be_done_alone_has_no_groups() -> None:
    team = Team.of(2, most=2)
    team.module = make_module()
    for person in team.people:
        make_enrolment(person, team.module)
    with pytest.raises(Conflict):
        team.invite(0, team.people[1].email)
    assert team.work(0) is None


def test_the_last_place_goes_to_who_comes_first() -> None:
    team = Team.of(4)
    for n in (1, 2, 3):
        team.invite(0, team.people[n].email)
    team.accept(1)
    team.accept(2)
    with pytest.raises(Conflict, match=r"pilna|full"):
        team.accept(3)
    with pytest.raises(Invalid):
        team.invite(1, "dar@example.lt")
    assert team.work(3) is None


# Drafts of one's own


def test_a_draft_of_ones_own_is_put_aside_and_can_be_brought_along() -> None:
    team = Team.of(2)
    team.save(1, "Mano vienos", 0, "a", make_upload("mano.txt"))
    team.save(0, "Bendras")
    team.join(1, 0)
    assert team.work(1).draft_text == "Bendras"
    aside = queries.find_put_aside(team.people[1].id, team.module.module_id, SLUG)
    assert aside is not None
    assert (aside.draft_text, aside.id) != (team.work(1).draft_text, team.work(1).id)
    assert queries.find_put_aside(team.people[0].id, team.module.module_id, SLUG) is None
    service.offer_own_draft(team.actor(1), team.work(1).id)
    service.offer_own_draft(team.actor(1), team.work(1).id)
    (kept,) = queries.list_kept_texts(team.work(0).id)
    assert (kept.text, kept.kept_by_id) == ("Mano vienos", team.people[1].id)
    assert [file.name for file in queries.list_draft_files(team.work(0).id)] == ["mano.txt"]
    assert [file.name for file in queries.list_draft_files(aside.id)] == ["mano.txt"]


def test_an_old_tab_does_not_write_its_own_words_over_the_groups() -> None:
    team = Team.of(2)
    team.save(0, "Bendras")
    team.save(1, "Mano vienos", 0, "a")
    team.save(1, "Mano vienos, toliau", 1, "a")
    team.join(1, 0)
    with pytest.raises(service.NewerElsewhere):
        team.save(1, "Mano vienos, dar toliau", 2, "a")
    assert team.work(0).draft_text == "Bendras"


def test_two_who_invite_each_other_come_together() -> None:
    team = Team.of(2)
    team.save(0, "Pirmo")
    team.save(1, "Antro")
    team.invite(0, team.people[1].email)
    team.invite(1, team.people[0].email)
    team.accept(1)
    assert team.members(0) == team.members(1) == ["Asmuo 0", "Asmuo 1"]
    assert team.work(1).draft_text == "Pirmo"
    assert team.invitations(0) == []
    aside = queries.find_put_aside(team.people[1].id, team.module.module_id, SLUG)
    assert aside is not None
    assert (aside.draft_text, aside.is_shared) == ("Antro", False)


def test_who_is_in_a_group_or_has_handed_in_joins_no_other() -> None:
    team = Team.of(5)
    team.join(1, 0)
    team.invite(2, team.people[1].email)
    with pytest.raises(Conflict):
        team.accept(1)
    team.save(3, "Jau pateiktas")
    team.hand_in(3)
    team.invite(2, team.people[3].email)
    with pytest.raises(Conflict):
        team.accept(3)
    team.save(2, "Pateikta")
    team.hand_in(2)
    assert team.work(4) is None
    with pytest.raises(Conflict):
        team.invite(2, team.people[4].email)
