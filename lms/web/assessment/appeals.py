"""Appeals: the learner makes one on the page of the assignment, a grader decides it on a page of its own."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.queries import AppealedWork, VersionView
from lms.domain.content import queries as content
from lms.domain.coordination import promises
from lms.domain.notifications import service as telling
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotAllowed
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment import judging
from lms.web.assessment.assignments import assignment_page, get_desk
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import AppealForm, DecisionForm, decision_form
from lms.web.assessment.places import assignments_of
from lms.web.shell import waiting
from lms.web.shell.access import allow, members
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

Answer = str | Response | tuple[str, int]


@blueprint.post("/modules/<module>/assignments/<assignment>/appeal")
@members
def make_appeal(module: str, assignment: str) -> Answer:
    """Make an appeal against the grading that stands, or take an open one back."""
    desk = get_desk(module, assignment)
    form = AppealForm.of_request()
    work_id = desk.work.id if desk.work else 0
    if "withdraw" in request.form:
        service.withdraw_appeal(member(), work_id)
        tell(_("Your appeal is taken back. The grading stands."))
        return _back(module, assignment)
    if form.validate():
        grading_id = request.form.get("grading", 0, type=whole_number)
        try:
            service.make_appeal(member(), work_id, grading_id, form.appeal.data or "", current_language())
        except Invalid as refusal:
            session.rollback()
            form.refuse(refusal)
        else:
            telling.mark_read_about(member().id, f"submission:{work_id}")
            tell(_("Your appeal has been made. You will get a notice when it is decided."))
            return _back(module, assignment)
    return assignment_page(get_desk(module, assignment), appeal_form=form), 422


def _back(module: str, assignment: str) -> Response:
    return redirect(
        url_for(".show_assignment", module=module, assignment=assignment, _anchor="feedback"), 303
    )


@blueprint.get("/teach/appeals/<int:appeal_id>")
@allow(policy.may_see_appeal, load=queries.get_appeal)
def decide_appeal(appeal: AppealedWork) -> str:
    """Show an appeal with the work, its grading and all that happened, and the form that decides it."""
    return _appeal_page(appeal)


@blueprint.post("/teach/appeals/<int:appeal_id>")
@allow(policy.may_see_appeal, load=queries.get_appeal)
def enter_decision(appeal: AppealedWork) -> Answer:
    """Let the grading stand, or give a better one; either with an answer."""
    actor = member()
    if not policy.may_decide_appeal(actor, appeal):
        raise NotAllowed()
    form = _form(appeal, _version_in(queries.list_versions(appeal.work.id), appeal))
    is_granted = "grant" in request.form
    if not form.check(needs_points=is_granted):
        return _appeal_page(appeal, form), 422
    answer = form.answer.data or ""
    try:
        if is_granted:
            service.grant(actor, appeal.id, answer, form.judgement(current_language()))
        else:
            service.uphold(actor, appeal.id, answer, current_language())
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _appeal_page(appeal, form), 422
    telling.mark_read_about(actor.id, f"submission:{appeal.work.id}")
    tell(
        _("The appeal is granted. The learner is being told the new result.")
        if is_granted
        else _("The grading stands. The learner is being told your answer.")
    )
    return redirect(url_for(".decide_appeal", appeal_id=appeal.id), 303)


def _version_in(versions: Sequence[VersionView], appeal: AppealedWork) -> VersionView:
    """Return the version whose grading was appealed against."""
    return next(
        each for each in versions if any(grading.id == appeal.grading_id for grading in each.gradings)
    )


def _form(appeal: AppealedWork, version: VersionView) -> DecisionForm:
    assignment = service.get_assignment(content.get_revision(version.revision_id), appeal.work.assignment)
    grading = next(each for each in version.gradings if each.id == appeal.grading_id)
    whole = {key: given for key, given in grading.points.items() if isinstance(given, int)}
    points = {f"points-{key}": str(given) for key, given in whole.items()}
    return decision_form(assignment).of_request(version=version.id, **points)


def _appeal_page(appeal: AppealedWork, form: DecisionForm | None = None) -> str:
    versions = queries.list_versions(appeal.work.id)
    version = _version_in(versions, appeal)
    appeals = queries.list_appeals(appeal.work.id)
    form = form or _form(appeal, version)
    opinions = judging.between(appeal.work, version, form.assignment, member().id).opinions
    grading = next(each for each in version.gradings if each.id == appeal.grading_id)
    return page(
        "assessment/decide_appeal",
        appeal=next(each for each in appeals if each.id == appeal.id),
        asked=appeal,
        work=appeal.work,
        module=content.get_revision(version.revision_id),
        assignment=form.assignment,
        version=version,
        grading=grading,
        new_grading=next((each for each in version.gradings if each.basis == "appeal"), None),
        following=waiting.find_next(promises.APPEAL, appeal.id),
        voices=judging.voices,
        grader_names=judging.grader_names,
        opinions=opinions,
        form=form,
        may_decide=policy.may_decide_appeal(member(), appeal),
        asked_then=assignments_of(appeal.work.assignment, versions),
        entries=judging.history(versions, appeals, appeal.work.learner_name, opinions),
    )
