"""Between graders: joining the other's judgement, standing by one's own; and annulling a grading."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.queries import GradableWork
from lms.foundation.db import session
from lms.foundation.errors import Invalid, NotFound
from lms.foundation.i18n import current_language
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import AnnulForm
from lms.web.assessment.grading import grading_page
from lms.web.shell.access import allow
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import tell
from lms.web.shell.session import member

Answer = str | Response | tuple[str, int]


@blueprint.post("/teach/submissions/<int:submission_id>/settle")
@allow(policy.may_grade, load=queries.get_work)
def settle_judgements(work: GradableWork) -> Response:
    """Take up the other grader's judgement, or leave it to a third."""
    version_id = request.form.get("version", 0, type=whole_number)
    if "join" in request.form:
        grading = service.join_other(member(), work.id, version_id)
        tell(_("You have taken up the other judgement. The learner is being told the result."))
        assert grading.is_final
    elif "stand" in request.form:
        service.stand_by_own(member(), work.id, version_id)
        tell(_("Your judgement stands. A third grader decides."))
    else:
        raise NotFound()
    return redirect(url_for(".grade_submission", submission_id=work.id), 303)


@blueprint.post("/teach/submissions/<int:submission_id>/annul")
@allow(policy.may_grade, load=queries.get_work)
def annul_grading(work: GradableWork) -> Answer:
    """Annul the grading that stands, for a reason that the learner reads."""
    form = AnnulForm.of_request()
    grading_id = request.form.get("grading", 0, type=whole_number)
    if form.validate():
        try:
            service.annul(member(), work.id, grading_id, form.reason.data or "", current_language())
        except Invalid as refusal:
            session.rollback()
            form.refuse(refusal)
        else:
            tell(_("The grading is annulled; the work waits to be graded anew. The learner is being told."))
            return redirect(url_for(".grade_submission", submission_id=work.id), 303)
    return grading_page(work, annul_form=form), 422
