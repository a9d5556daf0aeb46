"""The work of a group: written and handed in together, left without losing a word, graded for each."""

from datetime import date
from typing import Any

import pytest

from lms.domain.assessment import queries, service
from lms.domain.assessment.events import GroupChanged, SubmissionGraded
from lms.domain.assessment.models import PlannedDate
from lms.domain.assessment.service import Draft, Judgement
from lms.domain.learning.models import Enrolment
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, NotAllowed, NotFound
from lms.foundation.events import Event
from tests.factories.accounts import make_user
from tests.factories.assessment import actor_of, make_submission, make_upload, make_version
from tests.factories.groups import SLUG, Team, told_by_now
from tests.factories.learning import make_enrolment
from tests.waiting import waiting_ids

pytestmark = pytest.mark.usefixtures("database", "files")
FULL = {"problem": 3, "sectors": 3, "ties": 3, "conclusion": 3}


def judge(version: Any, comment: str = "Gerai.", **points: int) -> Judgement:
    return Judgement(version.id, "lt", {**FULL, **points}, {}, comment)


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
