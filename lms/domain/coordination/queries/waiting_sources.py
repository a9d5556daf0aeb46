"""What waits for an author: one statement for each source, from which both the list and its count are made.

A new kind of work is a function here and a line in `SOURCES`. All give the same columns: kind, id,
module_id, who_id (whose it is), what (a quiz, an assignment, a lesson, an address), since, revision_id
(where its title stands), stage (`begun` or `kept` where this author has judged already), number,
promised (the day, where the thing itself has one; elsewhere it follows from the kind and from since).
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
)

from lms.domain.accounts.actor import Actor
from lms.domain.assessment.models import (
    Appeal,
    Attempt,
    Correction,
    GradingDraft,
    Submission,
    SubmissionVersion,
)
from lms.domain.assessment.queries.appeals import appeal_waits_for
from lms.domain.assessment.queries.open_answers import waits_for_marks_of
from lms.domain.assessment.queries.waiting import OPINIONS_IN, answered_by, waits_for
from lms.domain.consultations import queries as consultations
from lms.domain.consultations.models import ConsultationBooking, ConsultationSlot
from lms.domain.consultations.rules import ASKED_FOR_AFTER
from lms.domain.content.models import Module
from lms.domain.coordination import promises
from lms.domain.coordination.models import CourseHealth, CourseLink
from lms.domain.messaging import queries as messaging
from lms.domain.messaging.models import Conversation
from lms.foundation import clock, working_days
from lms.foundation.db import UtcDateTime

Source = Callable[[Actor], Select[Any]]
# The head of each page counts what waits: statements are made once, for whoever is named when they are asked.
_NOW = bindparam("now", type_=UtcDateTime)
_WEEK_AGO = bindparam("week_ago", type_=UtcDateTime)
_NOTHING = literal_column("''", String)
_ZERO = literal_column("0", Integer)
_NOBODY: ColumnElement[Any] = cast(null(), Integer)
_TODAY = bindparam("today", type_=Date)
_BY_KIND: ColumnElement[Any] = cast(null(), Date)


def work_to_grade(actor: Actor) -> Select[Any]:
    """Work that was handed in; where two grade, also what another has judged already."""
    own = (GradingDraft.version_id == SubmissionVersion.id) & (GradingDraft.grader_id == actor.id)
    last = (
        select(func.max(SubmissionVersion.id))
        .where(SubmissionVersion.submission_id == Submission.id)
        .correlate(Submission)
        .scalar_subquery()
    )
    return (
        _columns(
            kind=case((OPINIONS_IN > 0, _said(promises.SECOND_GRADING)), else_=_said(promises.WORK)),
            id=Submission.id,
            module_id=Submission.module_id,
            who_id=Submission.learner_id,
            what=Submission.assignment,
            since=Submission.handed_in_at,
            revision_id=SubmissionVersion.revision_id,
            stage=case(
                (GradingDraft.is_complete, _said("kept")),
                (GradingDraft.id.is_not(None), _said("begun")),
                else_=_NOTHING,
            ),
            number=SubmissionVersion.number,
        )
        .select_from(Submission)
        .join(SubmissionVersion, SubmissionVersion.id == last)
        .outerjoin(GradingDraft, own)
        .where(waits_for(actor))
    )


def open_answers(actor: Actor) -> Select[Any]:
    """Attempts at quizzes whose open questions a person marks."""
    return _columns(
        kind=_said(promises.MARKING),
        id=Attempt.id,
        module_id=Attempt.module_id,
        who_id=Attempt.learner_id,
        what=Attempt.quiz,
        since=Attempt.submitted_at,
        revision_id=Attempt.revision_id,
    ).where(waits_for_marks_of(actor))


def questions(actor: Actor) -> Select[Any]:
    """Questions of learners that nobody has answered."""
    return _columns(
        kind=_said(promises.QUESTION),
        id=Conversation.id,
        module_id=Conversation.module_id,
        who_id=Conversation.learner_id,
        what=Conversation.lesson,
        since=Conversation.waiting_since,
        revision_id=Conversation.revision_id,
        promised=Conversation.answer_by,
    ).where(messaging.waits_for(actor, _TODAY))


def appeals(actor: Actor) -> Select[Any]:
    """Appeals of learners against a grading."""
    version = (
        select(func.max(SubmissionVersion.revision_id))
        .where(SubmissionVersion.submission_id == Submission.id)
        .correlate(Submission)
        .scalar_subquery()
    )
    return (
        _columns(
            kind=_said(promises.APPEAL),
            id=Appeal.id,
            module_id=Submission.module_id,
            who_id=Appeal.learner_id,
            what=Submission.assignment,
            since=Appeal.made_at,
            revision_id=version,
        )
        .select_from(Appeal)
        .join(Submission, Submission.id == Appeal.submission_id)
        .where(appeal_waits_for(actor))
    )


def corrected_keys(actor: Actor) -> Select[Any]:
    """Quizzes whose past attempts are to be marked again."""
    return _columns(
        kind=_said(promises.CORRECTION),
        id=Correction.id,
        module_id=Correction.module_id,
        what=Correction.quiz,
        since=Correction.found_at,
        revision_id=Correction.to_revision_id,
    ).where(Correction.state == "open", answered_by(actor, Correction.module_id))


def unrecorded_consultations(actor: Actor) -> Select[Any]:
    """Consultations that were over a week ago, of which their author has not said what became of them."""
    return (
        _columns(
            kind=_said(promises.OUTCOME),
            id=ConsultationBooking.id,
            module_id=ConsultationSlot.module_id,
            who_id=ConsultationBooking.learner_id,
            since=ConsultationSlot.ends_at,
        )
        .select_from(ConsultationSlot)
        .join(ConsultationBooking, ConsultationBooking.slot_id == ConsultationSlot.id)
        .where(consultations.waits_for_outcome(actor.id, _WEEK_AGO))
    )


def stale_translations(actor: Actor) -> Select[Any]:
    """Modules with translations whose source has changed; `number` is how many."""
    return _of_courses(
        actor,
        CourseHealth,
        kind=_said(promises.TRANSLATION),
        id=CourseHealth.module_id,
        module_id=CourseHealth.module_id,
        since=CourseHealth.stale_since,
        revision_id=CourseHealth.revision_id,
        number=CourseHealth.stale_count,
    ).where(CourseHealth.stale_count > 0)


def broken_links(actor: Actor) -> Select[Any]:
    """Links that lead nowhere, unless an author has said that they do."""
    return _of_courses(
        actor,
        CourseLink,
        kind=_said(promises.LINK),
        id=CourseLink.id,
        module_id=CourseLink.module_id,
        what=CourseLink.address,
        since=CourseLink.broken_since,
    ).where(CourseLink.broken_since.is_not(None), CourseLink.accepted_at.is_(None))


def reviews(actor: Actor) -> Select[Any]:
    """Modules that nobody has reviewed for nearly a year, or longer."""
    return _of_courses(
        actor,
        CourseHealth,
        kind=_said(promises.REVIEW),
        id=CourseHealth.module_id,
        module_id=CourseHealth.module_id,
        since=CourseHealth.review_from,
        revision_id=CourseHealth.revision_id,
    ).where(CourseHealth.review_from <= _NOW)


SOURCES: tuple[Source, ...] = (
    work_to_grade,
    open_answers,
    questions,
    appeals,
    corrected_keys,
    unrecorded_consultations,
    stale_translations,
    broken_links,
    reviews,
)


class _Somebody:
    """Stands for an author while a statement is made; who it is comes with the values."""

    id = bindparam("author_id", type_=Integer)
    authored_modules = bindparam("module_ids", type_=Integer, expanding=True)
    authored_programmes = bindparam("programme_ids", type_=Integer, expanding=True)


SOMEBODY: Any = _Somebody()


def values_for(actor: Actor) -> dict[str, Any]:
    """Return who asks, and when, for a statement that was made for somebody."""
    return {
        "author_id": actor.id,
        "module_ids": list(actor.authored_modules),
        "programme_ids": list(actor.authored_programmes),
        "now": (now := clock.now()),
        "week_ago": now - ASKED_FOR_AFTER,
        "today": working_days.day_of(now),
    }


def _said(word: str) -> ColumnElement[str]:
    """Our own words, written into the statement, so that the parts of a union agree on their types."""
    return literal_column(f"'{word}'", String)


def _of_courses(actor: Actor, table: type[CourseHealth] | type[CourseLink], **columns: Any) -> Select[Any]:
    """Begin a statement about modules on offer: what was withdrawn asks for nothing."""
    return (
        _columns(**columns)
        .select_from(table)
        .join(Module, Module.id == table.module_id)
        .where(Module.withdrawn_at.is_(None), answered_by(actor, table.module_id))
    )


def _columns(
    *,
    kind: Any,
    id: Any,
    module_id: Any,
    since: Any,
    who_id: Any = _NOBODY,
    what: Any = _NOTHING,
    revision_id: Any = _NOBODY,
    stage: Any = _NOTHING,
    number: Any = _ZERO,
    promised: Any = _BY_KIND,
) -> Select[Any]:
    return select(
        kind.label("kind"),
        id.label("id"),
        module_id.label("module_id"),
        who_id.label("who_id"),
        what.label("what"),
        since.label("since"),
        revision_id.label("revision_id"),
        stage.label("stage"),
        number.label("number"),
        promised.label("promised"),
    )
