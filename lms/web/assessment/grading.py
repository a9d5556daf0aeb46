"""The grader's desk: what waits, the work with its criteria, one judgement for each version."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import differences, policy, queries, rules, service
from lms.domain.assessment.queries import DeskComment, GradableWork, VersionView
from lms.domain.content import queries as content
from lms.domain.notifications import queries as notifications
from lms.domain.notifications import service as telling
from lms.domain.notifications.queries import Delivery
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import GradingForm, grading_form, kept_values
from lms.web.assessment.places import assignments_of, current_actor
from lms.web.shell.access import allow
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page

LINES_ON_PAGE = 50

Answer = str | Response | tuple[str, int]


@blueprint.get("/teach")
@allow(policy.may_see_waiting)
def list_waiting() -> str:
    """List the work that waits for the viewer, oldest first."""
    actor = current_actor()
    waiting = queries.count_waiting(actor)
    pages = Page.of(request.args.get("page"), waiting, LINES_ON_PAGE)
    lines = queries.list_waiting(actor, limit=pages.size, offset=pages.offset)
    titles = {
        line.submission_id: service.get_assignment(
            content.get_revision(line.revision_id), line.assignment
        ).title
        for line in lines
    }
    modules = {line.module: content.get_revision(line.revision_id).title for line in lines}
    drafts = queries.list_grading_drafts(actor)
    return page(
        "assessment/list_waiting",
        lines=lines,
        pages=pages,
        titles=titles,
        modules=modules,
        waiting_work=waiting,
        drafts=drafts,
        complete_drafts=sum(draft.is_complete for draft in drafts.values()),
    )


@blueprint.get("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def grade_submission(work: GradableWork) -> str:
    """Show the work with its criteria, or its grading and what became of the notice."""
    return _grading_page(work)


@blueprint.post("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def enter_grading(work: GradableWork) -> Answer:
    """Grade the work, return it to be improved, or keep the judgement for later."""
    form = _form(work, queries.list_versions(work.id)[0])
    if not form.check(needs_points="grade" in request.form):
        return _grading_page(work, form), 422
    try:
        return _do(work, form)
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _grading_page(work, form), 422
    except service.AlreadyGraded:
        session.rollback()
        return _grading_page(queries.get_work(work.id), form, is_late=True), 409


def _do(work: GradableWork, form: GradingForm) -> Response:
    """Do what the pressed button says; whatever does not end the grading keeps it as it stands."""
    actor, button = current_actor(), form.button
    if button not in ("grade", "return"):
        return _keep(work, form, button)
    is_returned = button == "return"
    judge = service.return_for_improvement if is_returned else service.grade
    grading = judge(actor, work.id, form.judgement(current_language()))
    telling.mark_read_about(actor.id, f"submission:{work.id}")
    _say_what_was_done(grading.outcome, grading.total, grading.max_total, is_returned=is_returned)
    return _go_on(work)


def _keep(work: GradableWork, form: GradingForm, button: str) -> Response:
    """Keep the judgement unreleased; a comment may be kept for other works, or put in beside."""
    actor, anchor = current_actor(), "grading"
    if button == "keep":
        key = request.form["keep"]
        words = form.comments.get(key) if key else form.comment.data
        service.keep_comment(actor, work.id, key, words or "", current_language())
        anchor = form.anchor(key)
    if button == "insert":
        comment = queries.get_saved_comment(request.form.get("insert", 0, type=whole_number))
        if not policy.may_change_comment(actor, comment):
            raise NotFound()
        form.put_in(comment.criterion, comment.text)
        anchor = form.anchor(comment.criterion)
    draft = service.keep_draft(actor, work.id, form.judgement(current_language()))
    if button == "keep":
        tell(_("The comment is saved. You find it below the field in every work on this assignment."))
    elif button == "save":
        tell(
            _("Kept, not released. The learner sees nothing of it yet.")
            if draft.is_complete
            else _("Kept as it stands. Some criteria have no points yet.")
        )
        return _go_on(work)
    return redirect(url_for(".grade_submission", submission_id=work.id, _anchor=anchor), 303)


def _go_on(work: GradableWork) -> Response:
    """Stay with the work, or open the next one where the button says so."""
    next_id = None
    if "next" in (request.form.get("grade"), request.form.get("save")):
        next_id = queries.find_next_waiting(current_actor(), besides=work.id)
        if next_id is None:
            return redirect(url_for(".list_waiting"), 303)
    return redirect(url_for(".grade_submission", submission_id=next_id or work.id), 303)


def _say_what_was_done(outcome: str, total: int | None, most: int, *, is_returned: bool) -> None:
    if outcome == rules.GRADED:
        tell(
            _(
                "Graded: %(total)s of %(most)s points. The learner is being told.",
                total=total,
                most=most,
            )
        )
    elif is_returned:
        tell(_("Returned for improvement. The learner is being told."))
    else:
        tell(
            _(
                "%(total)s of %(most)s points do not pass yet, so the work was returned for improvement.",
                total=total,
                most=most,
            )
        )


def _form(work: GradableWork, version: VersionView) -> GradingForm:
    assignment = service.get_assignment(content.get_revision(version.revision_id), work.assignment)
    draft = None
    if request.method == "GET" and version.grading is None:
        draft = queries.find_grading_draft(version.id, current_actor().id)
    form = grading_form(assignment).of_request(version=version.id, **kept_values(draft))
    form.kept_at = draft.saved_at if draft else None
    return form


def _grading_page(work: GradableWork, form: GradingForm | None = None, *, is_late: bool = False) -> str:
    versions = queries.list_versions(work.id)
    last = versions[0]
    form = form or _form(work, last)
    module = content.get_revision(last.revision_id)
    changes = differences.compare(versions[1].text, last.text) if len(versions) > 1 else []
    return page(
        "assessment/grade_submission",
        work=work,
        module=module,
        assignment=form.assignment,
        versions=versions,
        last=last,
        form=form,
        is_late=is_late,
        asked_then=assignments_of(work.assignment, versions),
        deliveries=_deliveries(work, last),
        changes=changes,
        words_added=differences.count_words(changes, differences.ADDED),
        words_removed=differences.count_words(changes, differences.REMOVED),
        saved=_saved_comments(work, last),
        next_id=queries.find_next_waiting(current_actor(), besides=work.id),
    )


def _saved_comments(work: GradableWork, version: VersionView) -> dict[str, list[DeskComment]]:
    if version.grading is not None:
        return {}
    return queries.list_saved_comments(current_actor().id, work.module_id, work.assignment)


def _deliveries(work: GradableWork, version: VersionView) -> list[Delivery]:
    """Return what became of telling the learner about this judgement."""
    if version.grading is None:
        return []
    occasion = f"submission-graded:{version.grading.id}"
    return [each for each in notifications.delivery_of(f"submission:{work.id}") if each.occasion == occasion]
