"""A corrected key and the past attempts that it concerns: looking at them, marking again, deciding."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import wtforms
from flask import redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms.validators import Length

from lms.domain.assessment import policy, queries, service
from lms.domain.assessment.corrected_keys import corrected, is_corrected
from lms.domain.assessment.queries import CorrectionView
from lms.domain.assessment.remarking import LOWERED, RAISED, SAME, Change
from lms.domain.content import queries as content
from lms.domain.content.compiled import Quiz
from lms.domain.coordination import promises
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import current_language, lazy_gettext, ngettext
from lms.foundation.i18n import gettext as _
from lms.web.assessment.blueprint import blueprint
from lms.web.assessment.in_words import key_words, question_words
from lms.web.shell import waiting
from lms.web.shell.access import allow
from lms.web.shell.forms import Form, long_text
from lms.web.shell.incoming import whole_number
from lms.web.shell.pages import page, tell
from lms.web.shell.paging import Page
from lms.web.shell.session import member

LINES_ON_PAGE = 50
DONE = "done"

Answer = str | Response | tuple[str, int]


class DecisionForm(Form):
    """Why results fall, or are left as they are."""

    reason = wtforms.TextAreaField(lazy_gettext("Reason"), filters=[long_text], validators=[Length(max=2000)])


@dataclass(frozen=True)
class KeyChange:
    """One question whose key was corrected: how it reads, what was right and what is now."""

    place: int | None
    question: str
    before: list[str]
    now: list[str]


@blueprint.get("/teach/corrections/<int:correction_id>")
@allow(policy.may_correct, load=queries.get_correction)
def show_correction(correction: CorrectionView) -> str:
    """Show what was corrected and whose results would change; `?show=` chooses which of them are listed."""
    return _correction_page(correction, DecisionForm())


@blueprint.post("/teach/corrections/<int:correction_id>")
@allow(policy.may_correct, load=queries.get_correction)
def decide_correction(correction: CorrectionView) -> Answer:
    """Mark again, let results fall, or leave them: whichever button was pressed; none does nothing."""
    form = DecisionForm.of_request()
    if not form.validate():
        return _correction_page(correction, form), 422
    try:
        _do(correction, form.reason.data or "")
    except Invalid as refusal:
        session.rollback()
        form.refuse(refusal)
        return _correction_page(queries.get_correction(correction.id), form), 422
    return redirect(url_for(".show_correction", correction_id=correction.id), 303)


def _do(correction: CorrectionView, reason: str) -> None:
    actor, language = member(), current_language()
    if "mark-again" in request.form:
        number = service.mark_again(actor, correction.id, language)
        tell(
            ngettext("%(num)s result is higher now.", "%(num)s results are higher now.", number)
            if number
            else _("No result was left to raise.")
        )
    elif "leave" in request.form:
        service.leave_results(actor, correction.id, reason=reason, language=language)
        tell(_("The results stay as they are."))
    elif {"lower", "lower-all"} & request.form.keys():
        chosen = None if "lower-all" in request.form else _chosen()
        number = service.lower_results(actor, correction.id, chosen, reason=reason, language=language)
        tell(ngettext("%(num)s result is lower now.", "%(num)s results are lower now.", number))


def _chosen() -> set[int]:
    chosen = set(request.form.getlist("attempt", type=whole_number))
    if not chosen:
        raise Invalid(_("Please choose at least one attempt."), "reason")
    return chosen


def _correction_page(correction: CorrectionView, form: DecisionForm) -> str:
    changes = _changes_of(correction)
    counts = Counter(change.outcome for change in changes)
    made = queries.count_remarkings(correction.id)
    shown = _shown(counts, sum(made.values()))
    listed = [change for change in changes if change.outcome == shown]
    total = sum(made.values()) if shown == DONE else len(listed)
    pages = Page.of(request.args.get("page"), total, LINES_ON_PAGE)
    module = content.get_revision(correction.to_revision_id)
    quiz = service.get_quiz(module, correction.quiz)
    return page(
        "assessment/show_correction",
        following=None if correction.is_open else waiting.find_next(promises.CORRECTION, correction.id),
        correction=correction,
        module=module,
        quiz=quiz,
        keys=_key_changes(correction, quiz, changes),
        counts={outcome: counts.get(outcome, 0) for outcome in (RAISED, LOWERED, SAME)},
        made=made,
        waiting=queries.count_waiting_attempts(correction.module_id, correction.quiz),
        shown=shown,
        lines=listed[pages.offset : pages.offset + pages.size],
        remarkings=queries.list_remarkings(correction.id, limit=pages.size, offset=pages.offset)
        if shown == DONE
        else [],
        pages=pages,
        form=form,
        actor=member(),
    )


def _changes_of(correction: CorrectionView) -> list[Change]:
    if not correction.is_open:
        return []
    return queries.list_changes(correction.module_id, correction.quiz, correction.to_revision_id)


def _shown(counts: Counter[str], made: int) -> str:
    """Return what is listed: as asked for, else what somebody has to look at first."""
    numbers = {LOWERED: counts[LOWERED], RAISED: counts[RAISED], DONE: made, SAME: counts[SAME]}
    asked = request.args.get("show") or request.form.get("show", "")
    if asked in numbers:
        return asked
    if numbers[RAISED]:
        return RAISED
    return next((each for each, number in numbers.items() if number), RAISED)


def _key_changes(correction: CorrectionView, now: Quiz, changes: Iterable[Change]) -> list[KeyChange]:
    """Return each corrected key once, as the attempts concerned had it and as it is now."""
    ways = {(each.attempt.revision_id, each.attempt.decided_on) for each in changes}
    if not ways:
        ways = {(correction.from_revision_id, None)}
    revisions = content.get_revisions(number for way in ways for number in way if number)
    found: dict[tuple[str, ...], KeyChange] = {}
    for revision_id, decided_on in sorted(ways, key=lambda way: (way[0], way[1] or 0)):
        asked = revisions[revision_id].quiz(correction.quiz)
        decided = revisions[decided_on].quiz(correction.quiz) if decided_on else None
        for question in asked.questions if asked else ():
            before = decided.question(question.key) if decided else None
            there = now.question(question.key)
            if there is not None and is_corrected(question, before, there):
                old, new = key_words(corrected(question, before)), key_words(corrected(question, there))
                place = now.questions.index(there) + 1
                found.setdefault(
                    (question.key, *old, "", *new), KeyChange(place, question_words(there), old, new)
                )
    return sorted(found.values(), key=lambda change: change.place or 0)
