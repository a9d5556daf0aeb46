"""Groups end: a member goes on alone with a copy; drafts put aside are taken up again. No word is lost."""

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import groups, queries, rules
from lms.domain.assessment.events import GroupChanged
from lms.domain.assessment.models import GroupMember, KeptText, Submission
from lms.domain.assessment.service import drafts
from lms.foundation import audit, clock, events
from lms.foundation.db import insert_once, session
from lms.foundation.errors import Conflict, NotFound


def leave_group(actor: Actor, submission_id: int) -> Submission:
    """Go on alone with a copy of the draft and its files; the group goes on with its own."""
    group = drafts.get_own(actor, submission_id)
    memberships = queries.list_memberships(group.id)
    present = [each for each in memberships if each.left_at is None]
    obstacle = groups.obstacle_to_leaving(groups.Team(group.state, len(present)))
    if not group.is_shared or obstacle:
        raise Conflict(groups.explain(obstacle or "alone"))
    own = next(each for each in present if each.learner_id == actor.id)
    own.left_at = clock.now()
    _hand_over(group, [each for each in present if each is not own])
    session.flush()
    copy = _copy_for(own, group, memberships)
    audit.record(actor.label, f"group-{groups.LEFT}", f"submission:{group.id}", copy=copy.id)
    events.publish(
        GroupChanged(
            submission_id=group.id,
            module_id=group.module_id,
            learner_id=actor.id,
            change=groups.LEFT,
            member_ids=tuple(each.learner_id for each in present if each is not own),
        )
    )
    return copy


def offer_own_draft(actor: Actor, submission_id: int) -> None:
    """Lay the draft that a member had put aside beside the draft in hand, for all in the group to choose."""
    submission = drafts.get_own_editable(actor, submission_id)
    own = queries.find_put_aside(actor.id, submission.module_id, submission.assignment)
    if own is None or not submission.is_shared:
        raise NotFound()
    known = {submission.draft_text, *(kept.text for kept in queries.list_kept_texts(submission.id))}
    if own.draft_text not in known:
        _keep(own, submission)
    _copy_files(own, submission)


def put_aside(work: Submission) -> None:
    """Let a work that is one person's alone wait as their own draft while they are in a group."""
    if not work.is_shared:
        return
    for invitation in queries.list_sent_invitations(work.id):
        if invitation.state == groups.OPEN:
            invitation.state, invitation.answered_at = groups.WITHDRAWN, clock.now()
    memberships = queries.list_memberships(work.id)
    own = next(each for each in memberships if each.left_at is None)
    earlier = queries.find_put_aside(own.learner_id, work.module_id, work.assignment)
    if len(memberships) == 1 and earlier is None:
        session.delete(own)
        session.flush()
        work.is_shared = False
    else:
        # Others had a hand in it, or there is an older draft: the words join that one.
        own.left_at = clock.now()
        older = earlier or _begin_own(own, work)
        _keep(work, older)
        _copy_files(work, older)
    session.flush()


def _hand_over(group: Submission, remaining: list[GroupMember]) -> None:
    """The work is kept under its first member; when they leave, under the next."""
    first = remaining[0]
    group.learner_id, group.enrolment_id = first.learner_id, first.enrolment_id


def _copy_for(own: GroupMember, group: Submission, memberships: list[GroupMember]) -> Submission:
    now = clock.now()
    copy = Submission(
        enrolment_id=own.enrolment_id,
        learner_id=own.learner_id,
        module_id=group.module_id,
        assignment=group.assignment,
        state=rules.DRAFT,
        draft_text=group.draft_text,
        draft_link=group.draft_link,
        draft_language=group.draft_language,
        # A tab that knows only of the group's draft must not write over this one.
        draft_serial=group.draft_serial + 1,
        draft_saved_at=group.draft_saved_at,
        draft_saved_by_id=group.draft_saved_by_id,
        revision_id=group.revision_id,
        created_at=now,
        is_shared=True,
    )
    session.add(copy)
    session.flush()
    for each in memberships:
        session.add(
            GroupMember(
                submission_id=copy.id,
                enrolment_id=each.enrolment_id,
                learner_id=each.learner_id,
                assignment=copy.assignment,
                joined_at=now,
                left_at=None if each is own else now,
            )
        )
    for kept in queries.list_kept_texts(group.id):
        if kept.kept_by_id == own.learner_id:
            kept.submission_id = copy.id
    _copy_files(group, copy)
    session.flush()
    return copy


def _begin_own(own: GroupMember, work: Submission) -> Submission:
    insert_once(
        Submission,
        enrolment_id=own.enrolment_id,
        learner_id=own.learner_id,
        module_id=work.module_id,
        assignment=work.assignment,
        draft_language=work.draft_language,
        revision_id=work.revision_id,
        created_at=clock.now(),
    )
    begun = queries.find_put_aside(own.learner_id, work.module_id, work.assignment)
    assert begun is not None
    return begun


def _keep(source: Submission, target: Submission) -> None:
    """Lay the words of one draft beside those of another, or put them in where there are none."""
    if not source.draft_text.strip() and not source.draft_link:
        return
    if not target.draft_text.strip() and not target.draft_link:
        target.draft_text, target.draft_link = source.draft_text, source.draft_link
        target.draft_language = source.draft_language
        _count_saving(source, target)
        return
    session.add(
        KeptText(
            submission_id=target.id,
            text=source.draft_text,
            link=source.draft_link,
            language=source.draft_language,
            kept_at=clock.now(),
            kept_by_id=source.learner_id,
        )
    )


def _count_saving(source: Submission, target: Submission) -> None:
    """No tab that is open anywhere knows of this draft yet."""
    target.draft_serial = max(source.draft_serial, target.draft_serial) + 1
    target.draft_saved_at, target.draft_saved_by_id = clock.now(), source.learner_id


def _copy_files(source: Submission, target: Submission) -> None:
    there = {(file.name, file.sha256) for file in queries.list_draft_files(target.id)}
    for file in queries.list_draft_files(source.id):
        if (file.name, file.sha256) in there:
            continue
        session.add(drafts.copy_file(file, target.id))
        target.draft_serial = target.draft_serial or 1
