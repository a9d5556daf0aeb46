"""Working on an assignment: a draft that is never overwritten silently, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.domain.accounts import queries as accounts
from lms.domain.accounts.actor import Actor
from lms.domain.assessment import jobs, links, queries, rules
from lms.domain.assessment.models import KeptText, Submission, SubmissionFile
from lms.domain.content.compiled import Assignment, Module
from lms.domain.learning import service as register
from lms.foundation import clock, storage
from lms.foundation.db import insert_and_get, session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import format_number, ngettext
from lms.foundation.i18n import gettext as _
from lms.foundation.jobs import enqueue_after_commit
from lms.foundation.uploads import CheckedUpload


@dataclass(frozen=True, slots=True)
class Draft:
    """What one browser tab holds: the text, and how far it knew of the draft."""

    text: str
    language: str
    serial: int = 0
    tab: str = ""
    link: str | None = None  # None where the form has no field for it


class NewerElsewhere(Conflict):
    """The draft went on in another tab or device; nothing was overwritten."""


def save_draft(
    actor: Actor,
    module: Module,
    slug: str,
    draft: Draft,
    uploads: Sequence[CheckedUpload] = (),
    *,
    enrolment_id: int | None = None,
) -> Submission:
    """Save the learner's draft; refuse with NewerElsewhere where newer words of theirs stand already.

    `enrolment_id` may be given where the learner's place in the module is known already.
    """
    submission = open_work(actor, module, slug, draft.language, enrolment_id)
    if not rules.may_edit(submission.state):
        check_nothing_new(submission, draft, uploads)
        return submission
    write(actor, submission, module, draft, uploads)
    return submission


def keep_beside(
    actor: Actor, module: Module, slug: str, draft: Draft, uploads: Sequence[CheckedUpload] = ()
) -> list[str]:
    """Keep an older tab's text beside the newer draft, for its writer to choose; its files join the draft.

    Return the names of files that cannot join, because the work has been handed in without them.
    """
    _check_length(draft.text)
    submission = open_work(actor, module, slug, draft.language)
    link = _link_of(draft, submission)
    kept = {(kept.text, kept.link) for kept in queries.list_kept_texts(submission.id)}
    if (draft.text.strip() or link) and (draft.text, link) not in {*kept, _words_of(submission)}:
        session.add(
            KeptText(
                submission_id=submission.id,
                text=draft.text,
                link=link,
                language=draft.language,
                kept_at=clock.now(),
                kept_by_id=actor.id,
            )
        )
    if not rules.may_edit(submission.state):
        return [upload.file_name for upload in _not_handed_in(submission, uploads)]
    add_files(submission, get_assignment(module, slug), uploads)
    return []


def swap_kept_text(actor: Actor, submission_id: int, kept_id: int) -> None:
    """Take a kept text as the draft and keep the draft in its place, so that choosing loses nothing."""
    submission = get_own_editable(actor, submission_id)
    kept = _kept(submission, kept_id)
    submission.draft_text, kept.text = kept.text, submission.draft_text
    submission.draft_link, kept.link = kept.link, submission.draft_link
    submission.draft_language, kept.language = kept.language, submission.draft_language
    kept.kept_by_id = submission.draft_saved_by_id
    _count_saving(actor, submission, "")
    if not kept.text.strip() and not kept.link:
        session.delete(kept)


def drop_kept_text(actor: Actor, submission_id: int, kept_id: int) -> None:
    """Forget a kept text that its writer no longer wants."""
    session.delete(_kept(get_own(actor, submission_id), kept_id))


def remove_file(actor: Actor, submission_id: int, file_id: int) -> None:
    """Take a file out of the draft; what was handed in stays as it was."""
    submission = get_own_editable(actor, submission_id)
    for file in queries.list_draft_files(submission.id):
        if file.id == file_id:
            session.delete(file)
            enqueue_after_commit(jobs.discard_file, file.storage_key)


def get_assignment(module: Module, slug: str) -> Assignment:
    """Return the assignment of this revision for whoever works on or grades it, or refuse."""
    assignment = module.assignment(slug)
    if assignment is None:
        raise NotFound()
    return assignment


def open_work(
    actor: Actor, module: Module, slug: str, language: str, enrolment_id: int | None = None
) -> Submission:
    """Return the learner's work, locked until the deed is done; begin it where there is none."""
    assignment = get_assignment(module, slug)
    if enrolment_id is None:
        enrolment_id = register.ensure_enrolment(actor.id, module.module_id).id
    submission = queries.find_submission_for_change(enrolment_id, slug)
    return submission or _begin(actor, module, assignment, language, enrolment_id)


def _begin(
    actor: Actor, module: Module, assignment: Assignment, language: str, enrolment_id: int
) -> Submission:
    begun = insert_and_get(
        Submission,
        enrolment_id=enrolment_id,
        learner_id=actor.id,
        module_id=module.module_id,
        assignment=assignment.slug,
        draft_language=language,
        created_at=clock.now(),
    )
    # Of two tabs that begin at once the second finds what the first has begun; and whoever was
    # taken into a group in the meantime works on that of the group.
    if begun is None or assignment.group_most > 1:
        begun = queries.find_submission_for_change(enrolment_id, assignment.slug)
        assert begun is not None
    return begun


def write(
    actor: Actor, submission: Submission, module: Module, draft: Draft, uploads: Sequence[CheckedUpload]
) -> list[SubmissionFile]:
    """Put what the learner's tab holds into the draft, unless it went on elsewhere; return the new files."""
    _check_length(draft.text)
    words = draft.text, _link_of(draft, submission)
    if words != _words_of(submission) and rules.is_newer_elsewhere(
        draft.serial, draft.tab, last_serial=submission.draft_serial, last_tab=submission.draft_tab
    ):
        raise NewerElsewhere(_why_newer(actor, submission))
    (submission.draft_text, submission.draft_link), submission.draft_language = words, draft.language
    submission.revision_id = module.revision_id
    _count_saving(actor, submission, draft.tab)
    return add_files(submission, get_assignment(module, submission.assignment), uploads)


def check_nothing_new(submission: Submission, draft: Draft, uploads: Sequence[CheckedUpload]) -> None:
    """Refuse what a late tab brings to work that its learner can no longer change, so that none is lost."""
    if (draft.text, _link_of(draft, submission)) != _words_of(submission):
        raise NewerElsewhere(
            _("The work was handed in from another window in the meantime. Both texts are kept.")
        )
    if _not_handed_in(submission, uploads):
        raise Conflict(_("This work has been handed in and cannot be changed while it is being graded."))


def _not_handed_in(submission: Submission, uploads: Sequence[CheckedUpload]) -> list[CheckedUpload]:
    if not uploads:
        return []
    version = queries.find_last_version(submission.id)
    there = _identities(queries.list_version_files(version.id) if version else [])
    return [upload for upload in uploads if _identity(upload) not in there]


def _words_of(submission: Submission) -> tuple[str, str]:
    return submission.draft_text, submission.draft_link


def _link_of(draft: Draft, submission: Submission) -> str:
    return submission.draft_link if draft.link is None else links.tidy(draft.link)


def _check_length(text: str) -> None:
    if len(text) > rules.LONGEST_TEXT:
        most = format_number(rules.LONGEST_TEXT)
        raise Invalid(_("The text is too long. It may have %(most)s characters at most.", most=most), "text")


def _count_saving(actor: Actor, submission: Submission, tab: str) -> None:
    submission.draft_serial += 1
    submission.draft_tab, submission.draft_saved_at = tab, clock.now()
    submission.draft_saved_by_id = actor.id


def _why_newer(actor: Actor, submission: Submission) -> str:
    writer_id = submission.draft_saved_by_id
    if writer_id in (None, actor.id) or len(queries.list_members(submission)) < 2:
        return _("Your draft was changed in another window or on another device. Both texts are kept.")
    name = accounts.list_names([writer_id])[writer_id]
    return _("%(name)s changed the group’s draft in the meantime. Both texts are kept.", name=name)


def add_files(
    submission: Submission, assignment: Assignment, uploads: Sequence[CheckedUpload]
) -> list[SubmissionFile]:
    """Keep the files, each once, however often the form was sent; return those that are new."""
    if not uploads:
        return []
    if "files" not in assignment.accepts:
        raise Invalid(_("Please write your work as text: this assignment takes no files."), "files")
    there = _identities(queries.list_draft_files(submission.id))
    new = {_identity(each): each for each in uploads if _identity(each) not in there}
    most = min(assignment.most_files, rules.MOST_FILES)
    if len(there) + len(new) > most:
        reason = ngettext(
            "You can attach at most %(num)s file.", "You can attach at most %(num)s files.", most
        )
        raise Invalid(reason, "files")
    added = [_store(submission, upload) for upload in new.values()]
    session.add_all(added)
    return added


def _store(submission: Submission, upload: CheckedUpload) -> SubmissionFile:
    # The bytes come first: a row without its file would be a loss, a file without its row only takes room.
    key = upload.new_storage_name("submissions")
    storage.current().put(key, upload.content)
    return SubmissionFile(
        submission_id=submission.id,
        name=upload.file_name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        storage_key=key,
        uploaded_at=clock.now(),
    )


def copy_file(file: SubmissionFile, submission_id: int) -> SubmissionFile:
    """Return the same file once more, for the draft of this submission."""
    return SubmissionFile(
        submission_id=submission_id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=file.storage_key,
        uploaded_at=file.uploaded_at,
    )


def _identity(upload: CheckedUpload) -> tuple[str, str]:
    return upload.file_name, upload.sha256


def _identities(files: Sequence[SubmissionFile]) -> set[tuple[str, str]]:
    return {(file.name, file.sha256) for file in files}


def get_own(actor: Actor, submission_id: int) -> Submission:
    """Return the work for one whose work it is now, alone or in a group, or refuse."""
    submission = queries.get_submission_for_change(submission_id)
    if all(member.learner_id != actor.id for member in queries.list_members(submission)):
        raise NotFound()
    return submission


def get_own_editable(actor: Actor, submission_id: int) -> Submission:
    """Return the work likewise, where it can be changed now."""
    submission = get_own(actor, submission_id)
    if not rules.may_edit(submission.state):
        raise Conflict(_("This work has been handed in and cannot be changed while it is being graded."))
    return submission


def _kept(submission: Submission, kept_id: int) -> KeptText:
    for kept in queries.list_kept_texts(submission.id):
        if kept.id == kept_id:
            return kept
    raise NotFound()
