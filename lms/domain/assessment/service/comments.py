"""Comments that a grader keeps to use again, each for one criterion of one assignment."""

from lms.domain.accounts.actor import Actor
from lms.domain.assessment import queries, rules
from lms.domain.assessment.models import SavedComment
from lms.domain.assessment.service.drafts import get_assignment
from lms.domain.content import queries as content
from lms.foundation import clock
from lms.foundation.db import session
from lms.foundation.errors import Conflict, Invalid, NotFound
from lms.foundation.i18n import gettext as _
from lms.foundation.i18n import ngettext


def keep_comment(actor: Actor, submission_id: int, criterion: str, text: str, language: str) -> None:
    """Keep a grader's words for this criterion, empty for the whole work; the same words are kept once."""
    submission = queries.get_submission(submission_id)
    version = queries.find_last_version(submission.id)
    if version is None:
        raise NotFound()
    assignment = get_assignment(content.get_revision(version.revision_id), submission.assignment)
    if criterion and assignment.criterion(criterion) is None:
        raise NotFound()
    words = _checked(text, f"comment-{criterion}" if criterion else "comment")
    kept = queries.list_saved_comments(actor.id, submission.module_id, submission.assignment)
    if any(each.text == words for each in kept.get(criterion, [])):
        return
    if sum(map(len, kept.values())) >= rules.MOST_SAVED_COMMENTS:
        most = rules.MOST_SAVED_COMMENTS
        raise Conflict(
            ngettext(
                "You have %(num)s saved comment for this assignment. Remove one before you save another.",
                "You have %(num)s saved comments for this assignment. Remove one before you save another.",
                most,
            )
        )
    session.add(
        SavedComment(
            author_id=actor.id,
            module_id=submission.module_id,
            assignment=submission.assignment,
            criterion=criterion,
            text=words,
            language=language,
            created_at=clock.now(),
        )
    )


def change_comment(actor: Actor, comment_id: int, text: str) -> None:
    """Give a saved comment other words; what was said with the old ones stays as it was."""
    _own(actor, comment_id).text = _checked(text, "text")


def remove_comment(actor: Actor, comment_id: int) -> None:
    """Forget a saved comment; what was said with it stays."""
    session.delete(_own(actor, comment_id))


def _own(actor: Actor, comment_id: int) -> SavedComment:
    comment = queries.get_saved_comment_for_change(comment_id)
    if comment.author_id != actor.id:
        raise NotFound()
    return comment


def _checked(text: str, field: str) -> str:
    if not text.strip():
        raise Invalid(_("Please write the comment first."), field)
    return text.strip()
