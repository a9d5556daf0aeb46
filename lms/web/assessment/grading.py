"""The grader's desk: the work with its criteria, one judgement for each version."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import differences, policy, queries, rules, service
from lms.domain.assessment.queries import AppealView, DeskComment, GradableWork, VersionView
from lms.domain.content import queries as content
from lms.domain.coordination import promises
from lms.domain.notifications import queries as notifications
from lms.domain.notifications import service as telling
from lms.domain.notifications.queries import Delivery
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment import judging
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import AnnulForm, GradingForm, grading_form, kept_values
from lms.web.assessment.places import assignments_of
from lms.web.shell import waiting
from lms.web.shell.access import allow
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

Answer = str | Response | tuple[str, int]


@blueprint.get("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def grade_submission(work: GradableWork) -> str:
    """Show the work with its criteria, or its grading and what became of the notice."""
    return grading_page(work)


@blueprint.post("/teach/submissions/<int:submission_id>")
@allow(policy.may_grade, load=queries.get_work)
def enter_grading(work: GradableWork) -> Answer:
    """Grade the work, return it to be improved, or keep the judgement for later."""
    form = _form(work, queries.list_versions(work.id)[0])
    if not form.check(needs_points="grade" in request.form):
        return grading_page(work, form), 422
    try:
        return _do(work, form)
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return grading_page(work, form), 422
    except service.AlreadyGraded:
        session.rollback()
        return grading_page(queries.get_work(work.id), form, is_late=True), 409


def _do(work: GradableWork, form: GradingForm) -> Response:
    """Do what the pressed button says; whatever does not end the grading keeps it as it stands."""
    actor, button = member(), form.button
    if button not in ("grade", "return"):
        return _keep(work, form, button)
    is_returned = button == "return"
    judge = service.return_for_improvement if is_returned else service.grade
    grading = judge(actor, work.id, form.judgement(current_language()))
    telling.mark_read_about(actor.id, f"submission:{work.id}")
    if not grading.is_final:
        _say_what_follows(len(queries.list_open_opinions(grading.version_id)))
        return _go_on(work)
    _say_what_was_done(grading.outcome, grading.total, grading.max_total, is_returned=is_returned)
    return _go_on(work)


def _keep(work: GradableWork, form: GradingForm, button: str) -> Response:
    """Keep the judgement unreleased; a comment may be kept for other works, or put in beside."""
    actor, anchor = member(), "grading"
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
    if "next" in (request.form.get("grade"), request.form.get("save")):
        return waiting.go_on(promises.WORK, work.id)
    return redirect(url_for(".grade_submission", submission_id=work.id), 303)


def _say_what_follows(given: int) -> None:
    if given == 1:
        tell(_("Your judgement is in. The learner is told once another grader has judged the work too."))
    else:
        tell(_("The other grader has judged otherwise. Read both judgements on the page of the work."))


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
        draft = queries.find_grading_draft(version.id, member().id)
    form = grading_form(assignment).of_request(version=version.id, **kept_values(draft))
    form.kept_at = draft.saved_at if draft else None
    return form


def grading_page(
    work: GradableWork,
    form: GradingForm | None = None,
    *,
    is_late: bool = False,
    annul_form: AnnulForm | None = None,
) -> str:
    """Show a work to whoever grades it: with the form, or with what has become of it."""
    versions = queries.list_versions(work.id)
    last = versions[0]
    form = form or _form(work, last)
    between = judging.between(work, last, form.assignment, member().id)
    appeals = queries.list_appeals(work.id) if any(version.gradings for version in versions) else []
    # Who judged as a third without knowing the two others can go on from what they wrote.
    is_overtaken = is_late and between.stage == "third"
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
        is_late=is_late and not is_overtaken,
        is_overtaken=is_overtaken,
        between=between,
        annul_form=annul_form or AnnulForm(),
        appeals=appeals,
        entries=judging.history(versions, appeals, work.learner_name, [*between.opinions, *between.shown]),
        voices=judging.voices,
        grader_names=judging.grader_names,
        asked_then=assignments_of(work.assignment, versions),
        deliveries=_deliveries(work, last, appeals),
        changes=changes,
        words_added=differences.count_words(changes, differences.ADDED),
        words_removed=differences.count_words(changes, differences.REMOVED),
        saved=_saved_comments(work, last),
        following=waiting.find_next(promises.WORK, work.id),
    )


def _saved_comments(work: GradableWork, version: VersionView) -> dict[str, list[DeskComment]]:
    if version.grading is not None:
        return {}
    return queries.list_saved_comments(member().id, work.module_id, work.assignment)


def _deliveries(work: GradableWork, version: VersionView, appeals: Sequence[AppealView]) -> list[Delivery]:
    """Return what became of telling the learner about this judgement."""
    if version.grading is None:
        return []
    occasions = {f"submission-graded:{version.grading.id}"}
    granted = [each for each in appeals if each.new_grading_id == version.grading.id]
    occasions |= {f"appeal-decided:{each.id}" for each in granted}
    return [each for each in notifications.delivery_of(f"submission:{work.id}") if each.occasion in occasions]
