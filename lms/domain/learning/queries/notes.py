"""Learners' own notes: each learner's are asked for by that learner only."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from lms.domain.content.models import Module
from lms.domain.learning.models import Enrolment, Note
from lms.foundation.db import session

_notes, _modules, _enrolments = Note.__table__.c, Module.__table__.c, Enrolment.__table__.c


class OwnNote(NamedTuple):
    """One note, as its writer reads it beside the block."""

    block: str
    text: str
    is_highlighted: bool
    language: str


class NoteLine(NamedTuple):
    """One note in the list of all; `module`, `lesson` and `block` say where it stands."""

    module: str
    revision_id: int
    is_withdrawn: bool
    enrolment_id: int | None
    lesson: str
    block: str
    text: str
    is_highlighted: bool
    quote: str
    language: str
    changed_at: datetime


def find_note(learner_id: int, module_id: int, block: str) -> Note | None:
    """Return the learner's note at the block, for the page on which they write it."""
    return session.scalar(select(Note).filter_by(learner_id=learner_id, module_id=module_id, block=block))


def list_notes_in(learner_id: int, module_id: int) -> list[OwnNote]:
    """Return all the learner's notes in one module, for a page of it."""
    rows = session.execute(
        select(_notes.block, _notes.text, _notes.is_highlighted, _notes.language)
        .where(_notes.learner_id == learner_id, _notes.module_id == module_id)
        .order_by(_notes.id)
    )
    return [OwnNote(*row) for row in rows]


def list_notes(learner_id: int) -> list[NoteLine]:
    """Return all the learner's notes with the modules in which they stand, for the list of all."""
    rows = session.execute(
        select(
            _modules.slug,
            _modules.current_revision_id,
            _modules.withdrawn_at.is_not(None),
            _enrolments.id,
            _notes.lesson,
            _notes.block,
            _notes.text,
            _notes.is_highlighted,
            _notes.quote,
            _notes.language,
            _notes.changed_at,
        )
        .select_from(Note.__table__)
        .join(Module.__table__, _modules.id == _notes.module_id)
        .outerjoin(
            Enrolment.__table__,
            (_enrolments.module_id == _notes.module_id) & (_enrolments.learner_id == _notes.learner_id),
        )
        .where(_notes.learner_id == learner_id)
        .order_by(_modules.slug, _notes.id)
    )
    return [NoteLine(*row) for row in rows]


def counted_notes(learner_id: Any, module_id: Any) -> Any:
    """Return how many notes there are, as a column for a statement of a room above."""
    own = select(func.count(_notes.id)).where(_notes.learner_id == learner_id)
    return own.where(_notes.module_id == module_id).scalar_subquery()
