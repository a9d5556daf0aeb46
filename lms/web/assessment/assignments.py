"""The learner's page of an assignment: what is asked, the draft, handing in, feedback."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from flask import jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import files, queries, rules, service
from lms.domain.assessment.queries import OwnWork, VersionView
from lms.domain.content import queries as content
from lms.domain.content.compiled import Assignment, Module
from lms.domain.coordination import promises
from lms.domain.notifications import service as notifications
from lms.foundation import clock, working_days
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound, Refusal
from lms.foundation.i18n import current_language, format_list, format_time
from lms.foundation.i18n import gettext as _
from lms.foundation.storage import StorageFull, StorageUnavailable, as_refusals
from lms.foundation.uploads import CheckedUpload, UploadRefused
from lms.web.assessment import judging
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import AppealForm, GroupForm, WorkForm
from lms.web.assessment.group_view import group_of
from lms.web.assessment.places import Place, assignments_of, get_place, is_sent_by_script
from lms.web.assessment.reading import preview_of
from lms.web.shell.access import members
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell

Answer = str | Response | tuple[str, int] | tuple[Response, int]


@dataclass(frozen=True)
class Desk:
    """Everything about one learner's work on one assignment."""

    place: Place
    module: Module  # the revision in which the assignment stands
    assignment: Assignment
    work: OwnWork | None

    @property
    def may_edit(self) -> bool:
        """Whether the learner can write now."""
        return self.place.standing.is_enrolled and (self.work is None or rules.may_edit(self.work.state))


@blueprint.get("/modules/<module>/assignments/<assignment>")
@members
def show_assignment(module: str, assignment: str) -> str:
    """Show the assignment, the learner's draft, and all that was handed in, with its feedback."""
    return assignment_page(get_desk(module, assignment))


@blueprint.post("/modules/<module>/assignments/<assignment>")
@members
def write_assignment(module: str, assignment: str) -> Answer:
    """Save the draft, hand the work in, remove a file, or choose between two texts."""
    desk = get_desk(module, assignment, needs_work=False)
    form = WorkForm.of_request()
    draft = service.Draft(
        text=form.text.data or "",
        language=current_language(),
        serial=request.args.get("serial", 0, type=whole_number),
        tab=request.args.get("tab", "")[:40],
        link=request.form.get("link"),
    )
    try:
        return _do_or_keep_both(desk, draft)
    except (Invalid, StorageFull, StorageUnavailable) as refusal:
        session.rollback()
        return _refuse(desk, form, refusal)


def _do_or_keep_both(desk: Desk, draft: service.Draft) -> Answer:
    try:
        return _do(desk, draft)
    except service.NewerElsewhere as refusal:
        session.rollback()
        return _keep_both(desk, draft, str(refusal))


def _do(desk: Desk, draft: service.Draft) -> Answer:
    """Do what the pressed button says; saving is what happens without one."""
    actor, module, slug = desk.place.actor, desk.module, desk.assignment.slug
    enrolment_id = desk.place.known_enrolment_id
    if is_sent_by_script():
        submission = service.save_draft(actor, module, slug, draft, enrolment_id=enrolment_id)
        saved_at = format_time(submission.draft_saved_at or clock.now(), "short")
        html = preview_of(draft) if "preview" in request.form else None
        return jsonify(saved_at=saved_at, serial=submission.draft_serial, html=html)
    if "drop" in request.form or "use" in request.form:
        _choose(get_desk(module.slug, slug), draft)
        return _back(desk, "draft")
    uploaded = _checked_uploads(desk.assignment)
    if "hand-in" in request.form:
        version = service.hand_in(actor, module, slug, draft, uploaded, enrolment_id=enrolment_id)
        if version.number > 1:  # Who improves the work has seen the feedback.
            notifications.mark_read_about(actor.id, f"submission:{version.submission_id}")
        return _back(desk, "receipt")
    submission = service.save_draft(actor, module, slug, draft, uploaded, enrolment_id=enrolment_id)
    if "remove" in request.form:
        service.remove_file(actor, submission.id, request.form.get("remove", 0, type=whole_number))
    if "preview" in request.form:
        return assignment_page(get_desk(module.slug, slug), preview=preview_of(draft))
    tell(_("Draft saved."))
    return _back(desk, "draft")


def _choose(desk: Desk, draft: service.Draft) -> None:
    """Take up or forget the text of another tab; the draft is saved first, so nothing typed is lost."""
    actor, work = desk.place.actor, desk.work
    if work is None:
        raise NotFound()
    # A late tab of work that was handed in meanwhile brings its text too.
    if desk.may_edit or "text" in request.form:
        service.save_draft(actor, desk.module, desk.assignment.slug, draft)
    if "drop" in request.form:
        service.drop_kept_text(actor, work.id, request.form.get("drop", 0, type=whole_number))
    else:
        service.swap_kept_text(actor, work.id, request.form.get("use", 0, type=whole_number))


def _keep_both(desk: Desk, draft: service.Draft, reason: str) -> Answer:
    if is_sent_by_script():
        return jsonify(reason=reason, newer=True), 409
    uploaded = _checked_uploads(desk.assignment)
    left = service.keep_beside(desk.place.actor, desk.module, desk.assignment.slug, draft, uploaded)
    tell(reason, "warning")
    if left:
        words = _(
            "The work has been handed in, so these files were not added: %(names)s. "
            "You can add files if the work is returned to be improved.",
            names=format_list(left),
        )
        tell(words, "warning")
    return _back(desk, "kept")


def _refuse(desk: Desk, form: WorkForm, refusal: Refusal) -> Answer:
    if is_sent_by_script():
        return jsonify(reason=str(refusal)), refusal.status
    is_too_large = isinstance(refusal, UploadRefused) and refusal.code == "large"
    status = 413 if is_too_large else refusal.status
    form.refuse(refusal if isinstance(refusal, Invalid) else Invalid(str(refusal), "files"))
    return assignment_page(get_desk(desk.module.slug, desk.assignment.slug), form), status


def _checked_uploads(assignment: Assignment) -> list[CheckedUpload]:
    with as_refusals():
        return [
            files.take_in(assignment, cast("BinaryIO", file.stream), file.filename)
            for file in request.files.getlist("files")
            if file.filename
        ]


def _back(desk: Desk, anchor: str) -> Response:
    address = url_for(
        ".show_assignment", module=desk.module.slug, assignment=desk.assignment.slug, _anchor=anchor
    )
    return redirect(address, 303)


def get_desk(module: str, slug: str, *, needs_work: bool = True) -> Desk:
    """Return the assignment as it is now; one that a later revision dropped, as it was worked on last."""
    place = get_place(module)
    compiled, work = place.module, None
    is_dropped = compiled.assignment(slug) is None
    if needs_work or is_dropped:
        work = queries.find_own_work(place.actor.id, module, slug)
    if is_dropped and work is not None and work.revision_id is not None:
        compiled = content.get_revision(work.revision_id)
    return Desk(place, compiled, service.get_assignment(compiled, slug), work)


def assignment_page(
    desk: Desk,
    form: WorkForm | None = None,
    preview: str = "",
    appeal_form: AppealForm | None = None,
    group_form: GroupForm | None = None,
) -> str:
    """Show a learner's page of an assignment; a refused form is shown again with what was typed."""
    work = desk.work
    versions, draft_files = queries.list_versions_and_draft_files(work.id) if work else ([], [])
    group = group_of(
        desk.place.actor,
        desk.module.module_id,
        desk.assignment,
        work,
        may_edit=desk.may_edit,
        form=group_form,
    )
    return page(
        "assessment/show_assignment",
        module=desk.module,
        assignment=desk.assignment,
        standing=desk.place.standing,
        work=work,
        may_edit=desk.may_edit,
        form=form or WorkForm.of_draft(work),
        preview=preview,
        dates=queries.find_dates(desk.place.actor.id, desk.module.module_id, desk.assignment.slug),
        unfinished=_unfinished(desk),
        address=_form_address(desk),
        files=draft_files if desk.may_edit else [],
        kept=work.kept_texts if work else (),
        versions=versions,
        group=group,
        asked_before=assignments_of(desk.assignment.slug, group.left) if group else {},
        graded=_graded(desk, versions),
        appeal_form=appeal_form or AppealForm(),
        asked_then=assignments_of(desk.assignment.slug, versions),
        promised_on=promises.promised_on(promises.WORK, versions[0].handed_in_at) if versions else None,
        today=working_days.day_of(clock.now()),
        largest_bytes=files.largest_bytes(desk.assignment),
        endings=[f".{each}" for each in files.endings(desk.assignment)],
        most_files=rules.MOST_FILES,
        wanted=files.wanted_by_browsers(desk.assignment),
    )


def _graded(desk: Desk, versions: Sequence[VersionView]) -> judging.Graded | None:
    if desk.work is None:
        return None
    name = "" if desk.work.is_shared else desk.place.actor.name
    return judging.of_learner(desk.work.id, versions, name)


def _unfinished(desk: Desk) -> list[queries.UnfinishedFile]:
    if not desk.may_edit or "files" not in desk.assignment.accepts:
        return []
    return queries.list_unfinished(desk.place.actor.id, desk.module.module_id, desk.assignment.slug)


def _form_address(desk: Desk) -> str:
    """Return where the form goes; it names this tab and the draft that the tab has seen."""
    serial = desk.work.draft_serial if desk.work else 0
    if request.method == "POST" and "serial" in request.args:
        # A refused form is shown again: it still knows only of what it knew before.
        serial, tab = request.args.get("serial", 0, type=whole_number), request.args.get("tab", "")[:40]
    else:
        tab = secrets.token_urlsafe(9)
    return url_for(
        ".write_assignment", module=desk.module.slug, assignment=desk.assignment.slug, serial=serial, tab=tab
    )
