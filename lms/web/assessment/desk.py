"""The rest of a grader's desk: releasing what is kept, and the comments to use again."""

from itertools import groupby

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.queries import DeskComment
from lms.domain.content import queries as content
from lms.domain.content.compiled import Assignment
from lms.domain.notifications import service as telling
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.forms import CommentForm
from lms.web.shell.access import allow
from lms.web.shell.pages import page, tell
from lms.web.shell.session import member

Answer = str | Response | tuple[str, int]


@blueprint.post("/teach/release")
@allow(policy.may_see_waiting)
def release_gradings() -> Response:
    """Release all judgements that the viewer has kept complete."""
    actor = member()
    released = service.release_drafts(actor)
    for grading in released:
        telling.mark_read_about(actor.id, f"submission:{grading.submission_id}")
    final = sum(grading.is_final for grading in released)
    if final:
        tell(
            ngettext(
                "%(num)s grading is released. The learner is being told.",
                "%(num)s gradings are released. The learners are being told.",
                final,
            )
        )
    if len(released) > final:
        tell(
            ngettext(
                "%(num)s judgement is in; the result comes from two graders.",
                "%(num)s judgements are in; the results come from two graders.",
                len(released) - final,
            )
        )
    if not released:
        tell(_("There was nothing left to release."))
    return redirect(url_for(".list_waiting"), 303)


@blueprint.get("/teach/comments")
@allow(policy.may_see_waiting)
def list_saved_comments() -> str:
    """List the comments that the viewer uses again, by assignment and criterion."""
    return _comments_page()


@blueprint.post("/teach/comments/<int:comment_id>")
@allow(policy.may_change_comment, load=queries.get_saved_comment)
def change_saved_comment(comment: DeskComment) -> Answer:
    """Change a saved comment, or remove it."""
    if "remove" in request.form:
        service.remove_comment(member(), comment.id)
        tell(_("The saved comment is removed."))
        return redirect(url_for(".list_saved_comments"), 303)
    form = CommentForm.of_request()
    if not form.validate():
        return _comments_page(comment.id, form), 422
    service.change_comment(member(), comment.id, form.text.data or "")
    tell(_("The saved comment is changed."))
    return redirect(url_for(".list_saved_comments", _anchor=f"comment-{comment.id}"), 303)


def _comments_page(refused_id: int = 0, form: CommentForm | None = None) -> str:
    lines = queries.list_all_saved_comments(member().id)
    groups = [
        (_assignment(*key), list(group))
        for key, group in groupby(lines, key=lambda line: (line.revision_id, line.assignment))
    ]
    forms = {}
    for line in lines:
        is_refused = form is not None and line.id == refused_id
        shown = form if form is not None and is_refused else CommentForm(data={"text": line.text})
        shown.text.id = f"text-{line.id}"  # Each of the many fields on the page has an id of its own.
        forms[line.id] = shown
    return page("assessment/list_saved_comments", groups=groups, forms=forms, refused=form)


def _assignment(revision_id: int | None, slug: str) -> Assignment | None:
    """Return the assignment as it is asked now; one that was dropped has no title any more."""
    return content.get_revision(revision_id).assignment(slug) if revision_id is not None else None
