"""Saving one answer, the deed done most often: one statement, prepared once for each database; and hints."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from lms.domain.assessment.models import Answer
from lms.foundation.db import session

_answers = Answer.__table__


def _enter_or_replace(insert: Any) -> Any:
    statement = insert(_answers)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[_answers.c.attempt_id, _answers.c.question],
        set_={"value": new.value, "language": new.language, "saved_at": new.saved_at},
    )


def _note_hint(insert: Any) -> Any:
    statement = insert(_answers)
    return statement.on_conflict_do_update(
        index_elements=[_answers.c.attempt_id, _answers.c.question],
        set_={"hinted_at": statement.excluded.hinted_at},
        where=_answers.c.hinted_at.is_(None),
    )


_STATEMENTS = {
    "sqlite": _enter_or_replace(sqlite.insert),
    "postgresql": _enter_or_replace(postgresql.insert),
}


def enter_answer(attempt_id: int, question: str, value: list[str], language: str, saved_at: datetime) -> None:
    """Enter the answer, or put it in the place of the one that was there."""
    session.execute(
        _STATEMENTS[session.get_bind().dialect.name],
        {
            "attempt_id": attempt_id,
            "question": question,
            "value": value,
            "language": language,
            "saved_at": saved_at,
        },
    )


def enter_hint(attempt_id: int, question: str, language: str, hinted_at: datetime) -> None:
    """Note when the hint was asked for first; an answer that is there already stays."""
    note = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[session.get_bind().dialect.name]
    session.execute(
        _note_hint(note),
        {
            "attempt_id": attempt_id,
            "question": question,
            "value": [],
            "language": language,
            "saved_at": hinted_at,
            "hinted_at": hinted_at,
        },
    )
