"""The grader's desk: what waits, the work with its criteria, one judgement for each version."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import policy, queries, rules, service
from lms.domain.assessment.queries import GradableWork, VersionView
from lms.domain.content import queries as content
from lms.domain.notifications import queries as notifications
from lms.domain.notifications import service as telling
from lms.domain.notifications.queries import Delivery
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import GradingForm, grading_form
from lms.web.assessment.places import assignments_of, current_actor
from lms.web.shell.access import allow
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
    return page(
        "assessment/list_waiting",
        lines=lines,
        pages=pages,
        titles=titles,
        modules=modules,
        waiting_work=waiting,
    )


@blueprint.get("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def grade_submission(work: GradableWork) -> str:
    """Show the work with its criteria, or its grading and what became of the notice."""
    return _grading_page(work)


@blueprint.post("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def enter_grading(work: GradableWork) -> Answer:
    """Grade the work, or return it to be improved."""
    versions = queries.list_versions(work.id)
    form = _form(work, versions[0])
    is_returned = "return" in request.form
    if not form.check(needs_points=not is_returned):
        return _grading_page(work, form), 422
    judgement = service.Judgement(
        version_id=form.version.data,
        language=current_language(),
        points=form.points,
        comments=form.comments,
        comment=form.comment.data or "",
    )
    judge = service.return_for_improvement if is_returned else service.grade
    try:
        grading = judge(current_actor(), work.id, judgement)
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _grading_page(work, form), 422
    except service.AlreadyGraded:
        session.rollback()
        return _grading_page(queries.get_work(work.id), form, is_late=True), 409
    telling.mark_read_about(current_actor().id, f"submission:{work.id}")
    _say_what_was_done(grading.outcome, grading.total, grading.max_total, is_returned=is_returned)
    return redirect(url_for(".grade_submission", submission_id=work.id), 303)


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
    return grading_form(assignment).of_request(version=version.id)


def _grading_page(work: GradableWork, form: GradingForm | None = None, *, is_late: bool = False) -> str:
    versions = queries.list_versions(work.id)
    last = versions[0]
    form = form or _form(work, last)
    module = content.get_revision(last.revision_id)
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
        next_id=queries.find_next_waiting(current_actor(), besides=work.id),
    )


def _deliveries(work: GradableWork, version: VersionView) -> list[Delivery]:
    """Return what became of telling the learner about this judgement."""
    if version.grading is None:
        return []
    occasion = f"submission-graded:{version.grading.id}"
    return [each for each in notifications.delivery_of(f"submission:{work.id}") if each.occasion == occasion]
