"""What a grader has on the desk: judgements that are not released yet, and comments to use again."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from lms.domain.accounts.actor import Actor
from lms.domain.assessment.models import Grading, GradingDraft, SavedComment, Submission
from lms.domain.assessment.queries.waiting import is_standing, waits_for
from lms.domain.content.models import Module
from lms.foundation.db import session
from lms.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class DeskComment:
    """A saved comment with the present revision of the module whose assignment it is about."""

    id: int
    author_id: int
    revision_id: int | None
    assignment: str
    criterion: str
    text: str
    language: str


def find_grading_draft(version_id: int, grader_id: int) -> GradingDraft | None:
    """Return what this grader has in mind for the version and has not released."""
    return session.scalar(
        select(GradingDraft)
        .filter_by(version_id=version_id, grader_id=grader_id)
        .execution_options(populate_existing=True)
    )


def list_grading_drafts(actor: Actor) -> dict[int, GradingDraft]:
    """Return by submission the unreleased judgements of this grader on work that still waits for them."""
    rows = session.scalars(
        select(GradingDraft)
        .join(Submission, Submission.id == GradingDraft.submission_id)
        .outerjoin(Grading, is_standing(GradingDraft.version_id))
        .where(GradingDraft.grader_id == actor.id, waits_for(actor), Grading.id.is_(None))
        .order_by(Submission.handed_in_at, Submission.id)
    )
    return {draft.submission_id: draft for draft in rows}


_COMMENTS = (
    select(SavedComment, Module.current_revision_id)
    .join(Module, Module.id == SavedComment.module_id)
    .order_by(SavedComment.module_id, SavedComment.assignment, SavedComment.criterion, SavedComment.id)
)


def list_saved_comments(author_id: int, module_id: int, assignment: str) -> dict[str, list[DeskComment]]:
    """Return by criterion what this grader has saved for the assignment; the whole work has an empty one."""
    found: dict[str, list[DeskComment]] = defaultdict(list)
    rows = session.execute(
        _COMMENTS.where(
            SavedComment.author_id == author_id,
            SavedComment.module_id == module_id,
            SavedComment.assignment == assignment,
        )
    )
    for row in rows:
        found[row[0].criterion].append(_desk_comment(*row))
    return dict(found)


def list_all_saved_comments(author_id: int) -> list[DeskComment]:
    """Return all that this grader has saved, by module and assignment."""
    rows = session.execute(_COMMENTS.where(SavedComment.author_id == author_id))
    return [_desk_comment(*row) for row in rows]


def get_saved_comment(comment_id: int) -> DeskComment:
    """Return a saved comment, or refuse."""
    row = session.execute(_COMMENTS.where(SavedComment.id == comment_id)).one_or_none()
    if row is None:
        raise NotFound()
    return _desk_comment(*row)


def get_saved_comment_for_change(comment_id: int) -> SavedComment:
    """Return a saved comment as its author changes it, or refuse."""
    comment = session.get(SavedComment, comment_id)
    if comment is None:
        raise NotFound()
    return comment


def _desk_comment(comment: SavedComment, revision_id: int | None) -> DeskComment:
    return DeskComment(
        comment.id,
        comment.author_id,
        revision_id,
        comment.assignment,
        comment.criterion,
        comment.text,
        comment.language,
    )
