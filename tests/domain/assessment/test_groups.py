"""Working in a group: who may join and leave, and that no word is lost on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from lms.domain.accounts.models import User
from lms.domain.assessment import groups, queries, service
from lms.domain.assessment.events import GroupChanged, GroupInvited, SubmissionGraded
from lms.domain.assessment.models import PlannedDate, Submission
from lms.domain.assessment.service import Draft, Judgement
from lms.domain.learning.models import Achievement, Enrolment
from lms.foundation import clock, events
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_submission, make_upload, make_version
from tests.factories.content import make_assignment, make_module
from tests.factories.learning import make_enrolment
from tests.waiting import waiting_ids

pytestmark = pytest.mark.usefixtures("database", "files")
SLUG = "actor-map"


@dataclass
class Team:
    """A module with people in it, and beside them a stranger's work and group."""

    module: Any
    people: list[User]

    @classmethod
    def of(cls, count: int, most: int = 3) -> "Team":
        module = make_module(assignments=(make_assignment(group_most=most),))
        people = [make_user(name=f"Asmuo {n}") for n in range(count)]
        for person in people:
            make_enrolment(person, module)
        noise = cls(module, [make_user(name=f"Kitas {n}") for n in range(2)])
        for person in noise.people:
            make_enrolment(person, module)
        noise.save(0, "Svetimas darbas")
        noise.join(1, 0)
        return cls(module, people)

    def actor(self, n: int) -> Any:
        return actor_of(self.people[n])

    def save(self, n: int, text: str, serial: int = 0, tab: str = "", *uploads: Any) -> Submission:
        return service.save_draft(
            self.actor(n), self.module, SLUG, Draft(text, "lt", serial, tab or f"tab-{n}"), uploads
        )

    def invite(self, n: int, address: str) -> None:
        service.invite(self.actor(n), self.module, SLUG, address, "lt")

    def invitations(self, n: int) -> list[int]:
        found = queries.list_invitations_to(self.people[n].id, self.module.module_id, SLUG)
        return [each.id for each in found]

    def accept(self, n: int) -> None:
        service.accept_invitation(self.actor(n), self.module, SLUG, self.invitations(n)[-1])

    def join(self, n: int, inviter: int) -> None:
        self.invite(inviter, self.people[n].email)
        self.accept(n)

    def work(self, n: int) -> Any:
        return queries.find_own_work(self.people[n].id, self.module.slug, SLUG)

    def members(self, n: int) -> list[str]:
        people = queries.list_group_people(self.work(n).id)
        return [each.name for each in people if each.left_at is None]

    def hand_in(self, n: int) -> Any:
        work = self.work(n)
        draft = Draft(work.draft_text, "lt", work.draft_serial)
        return service.hand_in(self.actor(n), self.module, SLUG, draft)

    def achievement(self, n: int) -> Achievement | None:
        return (
            session.query(Achievement)
            .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
            .filter(Enrolment.learner_id == self.people[n].id)
            .one_or_none()
        )


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """What has been told of groups and their works; nobody else listens meanwhile."""
    told: list[Event] = []
    before = [(kind, handler) for kind, handlers in events._handlers.items() for handler in handlers]
    events.connect([(kind, told.append) for kind in (GroupInvited, GroupChanged, SubmissionGraded)])
    yield told
    events.connect(before)


def told_by_now(heard: list[Event]) -> list[Event]:
    """What the deeds since the last look have told when they were done."""
    session.commit()
    told = list(heard)
    heard.clear()
    return told


FULL = {"problem": 3, "sectors": 3, "ties": 3, "conclusion": 3}


def judge(version: Any, comment: str = "Gerai.", **points: int) -> Judgement:
    return Judgement(version.id, "lt", {**FULL, **points}, {}, comment)


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


# Writing together


def test_everybody_in_the_group_writes_and_the_last_one_is_named() -> None:
    team = Team.of(3)
    team.save(0, "Pirmas")
    team.join(1, 0)
    work = team.work(1)
    team.save(1, "Pirmas ir antras", work.draft_serial)
    assert team.work(0).draft_text == "Pirmas ir antras"
    assert team.work(0).draft_saved_by_id == team.people[1].id
    with pytest.raises(service.NewerElsewhere, match="Asmuo 1"):
        team.save(0, "Pirmas ir vienas", work.draft_serial, "sena")
    draft = Draft("Pirmas ir vienas", "lt", work.draft_serial, "sena")
    service.keep_beside(team.actor(0), team.module, SLUG, draft)
    (kept,) = queries.list_kept_texts(work.id)
    assert kept.kept_by_id == team.people[0].id
    service.swap_kept_text(team.actor(1), work.id, kept.id)
    assert team.work(0).draft_text == "Pirmas ir vienas"
    with pytest.raises(NotFound):
        service.swap_kept_text(team.actor(2), work.id, kept.id)


def test_one_hands_in_for_all() -> None:
    team = Team.of(3)
    team.save(0, "Darbas")
    team.join(1, 0)
    version = team.hand_in(1)
    assert version.handed_in_by_id == team.people[1].id
    assert team.work(0).state == team.work(1).state == "handed-in"
    assert [each.receipt for each in queries.list_versions(team.work(0).id)] == [version.receipt]
    key = {team.module.module_id: {f"assignment:{SLUG}"}}
    assert queries.list_keys_in_grading(team.people[0].id) == key
    assert queries.list_keys_in_grading(team.people[1].id) == key
    assert queries.list_keys_in_grading(team.people[2].id) == {}


def test_a_day_to_hand_in_by_is_over_for_all_once_one_has_handed_in() -> None:
    team = Team.of(3)
    for person in team.people:
        session.add(
            PlannedDate(
                learner_id=person.id,
                module_id=team.module.module_id,
                assignment=SLUG,
                planned_on=date(2027, 1, 8),
                set_at=clock.now(),
            )
        )
    team.save(0, "Darbas")
    team.join(1, 0)
    team.hand_in(0)
    assert [len(queries.list_own_dates(person.id)) for person in team.people] == [0, 0, 1]


# Going on alone


@pytest.mark.parametrize("leaver", [0, 1])
def test_who_leaves_takes_the_draft_along_and_the_others_keep_theirs(leaver: int, heard: list[Event]) -> None:
    team = Team.of(3)
    team.save(0, "Bendras", 0, "a", make_upload("bendras.txt"))
    team.join(1, 0)
    team.join(2, 0)
    stays = 1 - leaver
    group = team.work(leaver)
    told_by_now(heard)
    service.leave_group(team.actor(leaver), group.id)
    own = team.work(leaver)
    assert (own.id != group.id, own.draft_text, own.state) == (True, "Bendras", "draft")
    assert [file.name for file in queries.list_draft_files(own.id)] == ["bendras.txt"]
    assert team.members(leaver) == [team.people[leaver].name]
    assert set(team.members(stays)) == {team.people[stays].name, "Asmuo 2"}
    team.save(leaver, "Jau kitas", own.draft_serial)
    assert team.work(stays).draft_text == "Bendras"
    (event,) = told_by_now(heard)
    assert isinstance(event, GroupChanged)
    assert (event.change, set(event.member_ids)) == ("left", {team.people[stays].id, team.people[2].id})
    with pytest.raises(NotFound):
        service.leave_group(team.actor(leaver), group.id)
    version = team.hand_in(stays)
    assert queries.get_submission(version.submission_id).learner_id in {
        team.people[stays].id,
        team.people[2].id,
    }


def test_a_tab_of_the_group_does_not_write_over_the_copy() -> None:
    team = Team.of(2)
    team.save(0, "Bendras")
    team.join(1, 0)
    serial = team.work(0).draft_serial
    service.leave_group(team.actor(1), team.work(1).id)
    with pytest.raises(service.NewerElsewhere):
        team.save(1, "Iš seno lango", serial, "senas")


def test_who_is_left_alone_works_alone_and_may_invite_again() -> None:
    team = Team.of(3)
    team.save(0, "Bendras")
    team.join(1, 0)
    service.leave_group(team.actor(1), team.work(1).id)
    assert team.members(0) == ["Asmuo 0"]
    with pytest.raises(Conflict):
        service.leave_group(team.actor(0), team.work(0).id)
    team.join(2, 0)
    assert team.members(2) == ["Asmuo 0", "Asmuo 2"]
    team.join(1, 0)
    assert team.members(1) == ["Asmuo 0", "Asmuo 1", "Asmuo 2"]
    # The words with which they had gone on alone are there for them.
    aside = queries.find_put_aside(team.people[1].id, team.module.module_id, SLUG)
    assert aside is not None
    assert aside.draft_text == "Bendras"


def test_nobody_leaves_between_handing_in_and_grading() -> None:
    team = Team.of(3)
    team.save(0, "Darbas")
    team.join(1, 0)
    team.invite(0, team.people[2].email)
    version = team.hand_in(0)
    with pytest.raises(Conflict):
        service.leave_group(team.actor(1), version.submission_id)
    with pytest.raises(Conflict):
        team.accept(2)
    grader = actor_of(make_user())
    service.return_for_improvement(grader, version.submission_id, judge(version, problem=0))
    service.leave_group(team.actor(1), version.submission_id)
    left = queries.find_left_work(team.people[1].id, team.module.module_id, SLUG)
    assert left is not None
    assert left.submission_id == version.submission_id
    assert queries.find_left_work(team.people[0].id, team.module.module_id, SLUG) is None
    team.accept(2)
    assert queries.find_left_work(team.people[2].id, team.module.module_id, SLUG) is None


# Grading


def test_each_member_gets_the_result_in_their_own_enrolment(heard: list[Event]) -> None:
    team = Team.of(4)
    team.save(0, "Darbas")
    team.join(1, 0)
    team.join(2, 0)
    service.leave_group(team.actor(2), team.work(2).id)
    team.save(3, "Vieno žmogaus darbas")
    version = team.hand_in(1)
    told_by_now(heard)
    session.query(Enrolment).filter_by(learner_id=team.people[1].id).one().left_at = version.handed_in_at
    grading = service.grade(actor_of(make_user()), version.submission_id, judge(version))
    for n in (0, 1):
        entry = team.achievement(n)
        assert entry is not None
        assert (entry.score, entry.is_passed, entry.source) == (12, True, f"grading:{grading.id}")
    assert team.achievement(2) is team.achievement(3) is None
    (event,) = told_by_now(heard)
    assert isinstance(event, SubmissionGraded)
    assert set(event.learner_ids) == {team.people[0].id, team.people[1].id}


def test_nobody_who_had_a_hand_in_it_grades_it_or_has_it_in_their_list() -> None:
    team = Team.of(4)
    duties = {"authored_modules": frozenset({team.module.module_id})}
    team.save(0, "Darbas")
    team.join(1, 0)
    team.join(2, 0)
    service.leave_group(team.actor(2), team.work(2).id)
    version = team.hand_in(1)
    own = team.hand_in(2)
    for n in (0, 1, 2):
        grader = actor_of(team.people[n], **duties)
        assert waiting_ids(grader) == []
        for each in (version, own):
            with pytest.raises(NotAllowed):
                service.grade(grader, each.submission_id, judge(each))
            with pytest.raises(NotAllowed):
                service.keep_draft(grader, each.submission_id, judge(each))
    other = actor_of(team.people[3], **duties)
    assert len(waiting_ids(other)) == 2
    assert len(service.release_drafts(other)) == 0
    service.keep_draft(other, version.submission_id, judge(version))
    assert len(service.release_drafts(other)) == 1
    assert queries.get_work(version.submission_id).member_ids == {team.people[0].id, team.people[1].id}
    assert queries.get_work(version.submission_id).learner_ids == {each.id for each in team.people[:3]}
    assert "Asmuo 0" in queries.get_work(version.submission_id).learner_name
    assert "Asmuo 2" not in queries.get_work(version.submission_id).learner_name


def test_the_files_of_a_group_are_for_those_whose_work_it_was_when_it_was_handed_in() -> None:
    team = Team.of(4)
    team.save(0, "Darbas", 0, "a", make_upload())
    team.join(1, 0)
    team.join(2, 0)
    service.leave_group(team.actor(2), team.work(2).id)
    (draft,) = queries.list_draft_files(team.work(0).id)
    assert queries.get_file(draft.id).reader_ids == {team.people[0].id, team.people[1].id}
    version = team.hand_in(0)
    (first,) = queries.list_version_files(version.id)
    service.return_for_improvement(actor_of(make_user()), version.submission_id, judge(version, problem=0))
    service.leave_group(team.actor(1), version.submission_id)
    assert queries.get_file(first.id).reader_ids == {team.people[0].id, team.people[1].id}
    second = team.hand_in(0)
    (file,) = queries.list_version_files(second.id)
    assert queries.get_file(file.id).reader_ids == {team.people[0].id}
    assert queries.get_file(file.id).learner_ids == {each.id for each in team.people[:3]}


def test_a_work_of_one_person_is_theirs_alone() -> None:
    team = Team.of(1)
    submission = make_submission(make_enrolment(make_user(), team.module), team.module)
    version = make_version(submission, team.module)
    work = queries.get_work(version.submission_id)
    assert work.learner_ids == work.member_ids == {submission.learner_id}
    assert [each.learner_id for each in queries.list_members(submission)] == [submission.learner_id]
