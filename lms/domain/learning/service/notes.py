"""Notes and highlights of one's own; whoever may read a module may write beside it."""

from dataclasses import dataclass

from lms.domain.accounts.actor import Actor
from lms.domain.content.compiled import Block
from lms.domain.learning import queries, rules
from lms.domain.learning.models import Note
from lms.foundation import clock, db
from lms.foundation.db import session
from lms.foundation.errors import Invalid
from lms.foundation.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Where a note stands; `block` is None where the present text no longer has it."""

    module_id: int
    lesson: str
    block_id: str
    block: Block | None


def keep_note(actor: Actor, place: NotePlace, text: str, is_highlighted: bool | None, language: str) -> None:
    """Keep what the learner wrote at a block; nothing written and not highlighted is no note.

    Whoever sends the words alone (`is_highlighted` is None) leaves the highlight as it is.
    """
    if len(text) > rules.LONGEST_NOTE:
        limit = rules.LONGEST_NOTE
        raise Invalid(_("A note has room for %(limit)s characters.", limit=limit), "text")
    note = _hold(actor, place, language)
    if is_highlighted is None:
        is_highlighted = note.is_highlighted
    if not text.strip() and not is_highlighted:
        session.delete(note)
        return
    note.text, note.is_highlighted = text, is_highlighted
    _see_the_text(note, place, language)


def highlight(actor: Actor, place: NotePlace, is_highlighted: bool, language: str) -> None:
    """Highlight a block for the learner, or no longer; what they wrote there stays."""
    note = _hold(actor, place, language)
    if not note.text.strip() and not is_highlighted:
        session.delete(note)
        return
    note.is_highlighted = is_highlighted
    _see_the_text(note, place, language)


def delete_note(actor: Actor, place: NotePlace) -> None:
    """Throw the learner's note and highlight at a block away."""
    note = queries.find_note(actor.id, place.module_id, place.block_id)
    if note is not None:
        session.delete(note)


def _hold(actor: Actor, place: NotePlace, language: str) -> Note:
    """Return the learner's note at the block, made now if there is none; two tabs make one."""
    now = clock.now()
    db.insert_once(
        Note,
        learner_id=actor.id,
        module_id=place.module_id,
        block=place.block_id,
        lesson=place.lesson,
        language=language,
        written_at=now,
        changed_at=now,
    )
    note = queries.find_note(actor.id, place.module_id, place.block_id)
    assert note is not None
    return note


def _see_the_text(note: Note, place: NotePlace, language: str) -> None:
    """Remember the block as the learner sees it now; of one that is gone the last words stay."""
    note.changed_at = clock.now()
    if place.block is not None:
        text, note.language = place.block.in_(language)
        note.lesson, note.quote = place.lesson, rules.quote(text.text)
