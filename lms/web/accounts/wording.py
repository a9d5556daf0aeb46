"""What standings and deeds are called on the administrator's pages."""

from lms.foundation.i18n import lazy_gettext as lazy

STANDINGS = {
    "active": lazy("active"),
    "unconfirmed": lazy("waiting for confirmation"),
    "deactivated": lazy("closed"),
}
LISTS = {"category": lazy("Categories of learners"), "position": lazy("Positions")}
# The record keeps deeds by their keys; each room's deeds are put into words here.
DEEDS = {
    "account-created": lazy("created an account"),
    "account-changed": lazy("changed an account"),
    "administrator-made": lazy("made somebody an administrator"),
    "administrator-unmade": lazy("removed an administrator"),
    "account-closed": lazy("closed an account"),
    "account-reopened": lazy("opened an account again"),
    "sessions-ended": lazy("signed somebody out everywhere"),
    "password-reset": lazy("set a new password by letter"),
    "password-changed": lazy("changed the password"),
    "address-changed": lazy("changed the e-mail address"),
    "institution-created": lazy("added an institution"),
    "institution-changed": lazy("changed an institution"),
    "institution-closed": lazy("closed an institution"),
    "institution-reopened": lazy("opened an institution again"),
    "institution-coordinator-added": lazy("made somebody coordinator of an institution"),
    "institution-coordinator-removed": lazy("removed a coordinator of an institution"),
    "entry-added": lazy("added an entry to a list"),
    "entry-renamed": lazy("renamed an entry of a list"),
    "entry-moved": lazy("moved an entry of a list"),
    "entry-retired": lazy("retired an entry of a list"),
    "entry-restored": lazy("offered an entry of a list again"),
    "staff-assigned": lazy("assigned a role in a programme or module"),
    "staff-removed": lazy("removed a role in a programme or module"),
    "site-text-written": lazy("wrote a text of the site"),
    "news-written": lazy("wrote news"),
    "news-changed": lazy("changed news"),
    "news-published": lazy("published news"),
    "news-unpublished": lazy("unpublished news"),
    "remark-settled": lazy("settled a remark about a page"),
    "remark-reopened": lazy("took up a remark about a page again"),
    "programme-saved": lazy("saved a programme"),
    "programme-withdrawn": lazy("withdrew a programme"),
    "module-published": lazy("published a module"),
    "module-withdrawn": lazy("withdrew a module"),
    "module-offered-again": lazy("offered a module again"),
    "translation-confirmed": lazy("confirmed a translation"),
    "link-accepted": lazy("said that a link works"),
    "people-invited": lazy("invited people"),
    "people-exported": lazy("exported people"),
    "invitation-sent-again": lazy("sent an invitation again"),
    "invitation-withdrawn": lazy("withdrew an invitation"),
    "mail-retried": lazy("had letters sent again"),
    "attempt-marked": lazy("marked answers to open questions"),
    "date-agreed": lazy("agreed a day for handing in"),
    "time-extended": lazy("gave more time for a quiz"),
    "time-extension-taken-back": lazy("took more time for a quiz back"),
    "submission-graded": lazy("graded a submission"),
    "submission-returned": lazy("returned a submission for improvement"),
    "opinion-given": lazy("judged a submission as one of two graders"),
    "opinion-stands": lazy("stood by a judgement that differs from another’s"),
    "results-raised": lazy("raised results after a corrected key"),
    "results-lowered": lazy("lowered results after a corrected key"),
    "results-left": lazy("left results as they are after a corrected key"),
    "grading-annulled": lazy("annulled a grading"),
    "appeal-made": lazy("appealed against a grading"),
    "appeal-withdrawn": lazy("took an appeal back"),
    "appeal-upheld": lazy("let a grading stand on an appeal"),
    "appeal-granted": lazy("granted an appeal"),
}


def deed_words(deed: str) -> str:
    """Return a deed in words; one that has none yet by its key."""
    return str(DEEDS.get(deed, deed))
