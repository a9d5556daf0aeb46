"""Handing in: the draft becomes a version for ever, its learner gets a receipt, the authors are told."""

from collections.abc import Sequence

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import links, queries, rules
from lms.domain.assessment.events import SubmissionReceived
from lms.domain.assessment.models import Submission, SubmissionFile, SubmissionVersion
from lms.domain.assessment.service import appeals, drafts
from lms.domain.assessment.service.drafts import Draft, get_assignment
from lms.domain.content.compiled import Assignment, Module
from lms.foundation import clock, events
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.uploads import CheckedUpload


def hand_in(
    actor: Actor,
    module: Module,
    slug: str,
    draft: Draft,
    uploads: Sequence[CheckedUpload] = (),
    *,
    enrolment_id: int | None = None,
) -> SubmissionVersion:
    """Hand the work in to be graded and give its receipt; the same work sent twice is handed in once."""
    submission = drafts.open_work(actor, module, slug, draft.language, enrolment_id)
    # A draft was never handed in, so there is nothing to look for.
    last = None if submission.state == rules.DRAFT else queries.find_last_version(submission.id)
    if last is not None and not rules.may_edit(submission.state):
        drafts.check_nothing_new(submission, draft, uploads)
        return last
    if last is not None:  # What is improved is graded anew, so nobody has to decide about the old grading.
        appeals.withdraw_open_appeal(submission.id)
    has_draft = bool(submission.draft_serial or submission.draft_saved_at or last)
    files = queries.list_draft_files(submission.id) if has_draft else []
    files += drafts.write(actor, submission, module, draft, uploads)
    link = _checked_link(get_assignment(module, slug), submission)
    _check_is_something(get_assignment(module, slug), submission, files)
    number = last.number + 1 if last else 1
    version = _make_version(actor, submission, module.revision_id, number, link)
    for file in files:
        file.version_id = version.id
    events.publish(
        SubmissionReceived(
            submission_id=submission.id,
            version_id=version.id,
            number=version.number,
            revision_id=version.revision_id,
            assignment=submission.assignment,
            learner_id=actor.id,
            learner_ids=queries.list_learner_ids(submission),
            module_id=submission.module_id,
        )
    )
    return version


def _make_version(
    actor: Actor, submission: Submission, revision_id: int, number: int, link: str
) -> SubmissionVersion:
    version = SubmissionVersion(
        submission_id=submission.id,
        number=number,
        text=submission.draft_text,
        link=link,
        language=submission.draft_language,
        revision_id=revision_id,
        handed_in_at=clock.now(),
        handed_in_by_id=actor.id,
        receipt=rules.new_receipt(),
    )
    submission.state, submission.handed_in_at = rules.HANDED_IN, version.handed_in_at
    session.add(version)
    session.flush()
    return version


def _checked_link(assignment: Assignment, submission: Submission) -> str:
    return links.check_link(submission.draft_link) if "link" in assignment.accepts else ""


def _check_is_something(
    assignment: Assignment, submission: Submission, files: Sequence[SubmissionFile]
) -> None:
    there = {"text": submission.draft_text.strip(), "files": files, "link": submission.draft_link}
    wanted = [kind for kind in ("text", "files", "link") if kind in assignment.accepts]
    if not any(there[kind] for kind in wanted):
        raise Invalid(_what_is_missing("+".join(wanted)), wanted[0])


def _what_is_missing(wanted: str) -> str:
    return {
        "text": _("Please write your work before you hand it in."),
        "files": _("Please attach a file before you hand the work in."),
        "link": _("Please give a link before you hand the work in."),
        "text+files": _("Please write your work or attach a file before you hand it in."),
        "text+link": _("Please write your work or give a link before you hand it in."),
        "files+link": _("Please attach a file or give a link before you hand the work in."),
        "text+files+link": _("Please write your work, attach a file or give a link before you hand it in."),
    }[wanted]
