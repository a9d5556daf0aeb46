"""The administrator's word that letters wait, and that they leave again; it holds for every worker."""

from lms.domain.accounts.actor import Actor
from lms.domain.notifications import jobs, queries
from lms.domain.notifications.models import MailPause
from lms.foundation import audit, clock, db
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _
from lms.foundation.jobs import enqueue_after_commit
from lms.foundation.typed import one_line

LONGEST_REASON = 200
LETTERS = "letters"


def pause_letters(actor: Actor, reason: str) -> bool:
    """Let letters wait until they are resumed, but for those that somebody has just asked for.

    False where they wait already: the first word, with its reason, stands.
    """
    reason = one_line(reason)
    if not reason:
        raise Invalid(_("Please say why, in a few words."), "reason")
    if len(reason) > LONGEST_REASON:
        words = _("Please say it in %(most)s characters at most.", most=LONGEST_REASON)
        raise Invalid(words, "reason")
    # Whoever claims mail after this has ended, sees it.
    queries.await_claims()
    if not db.insert_once(MailPause, name=LETTERS, began_at=clock.now(), by_id=actor.id, reason=reason):
        return False
    audit.record(actor.label, "mail-paused", "letters:all", reason=reason)
    return True


def resume_letters(actor: Actor) -> bool:
    """Let letters leave again, and have those sent that are due; False where they were not paused."""
    pause = queries.get_pause()
    if pause is None:
        return False
    audit.record(actor.label, "mail-resumed", "letters:all", reason=pause.reason)
    db.session.delete(pause)
    enqueue_after_commit(jobs.drain)
    return True
