"""The one file that knows how each database keeps and asks the full-text index."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Integer, column, delete, func, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.sql import Select, literal
from sqlalchemy.sql.expression import cast

from lms.domain.search import matching
from lms.domain.search.matching import Expression
from lms.domain.search.models import INDEX, MATCHES, SearchEntry, SearchWord
from lms.domain.search.pages import Stemmed
from lms.foundation.db import session

_MOST_POSITIONS = 255  # of one word in a vector; PostgreSQL keeps no more
_LAST_POSITION = 16_383
_BREAK = "_"  # stands between pieces, so that no phrase reaches over their ends
_POSTGRESQL = table(INDEX, column("entry_id", Integer), column("vector", TSVECTOR))
_SQLITE = table(INDEX, column("rowid", Integer), column(INDEX))
_KEEP = {
    "sqlite": text(
        f"INSERT INTO {INDEX} (rowid, title, headings, often, body, phrases) "
        "VALUES (:entry_id, :title, :headings, :often, :body, :phrases)"
    ),
    "postgresql": text(
        f"INSERT INTO {INDEX} (entry_id, vector) VALUES (:entry_id, CAST(:vector AS tsvector))"
    ),
}


def keep(entries: Sequence[tuple[int, Stemmed]]) -> None:
    """Put these entries, by their ids, into the index."""
    if entries:
        make = _vector_row if _is_postgresql() else _row
        session.execute(_KEEP[_dialect()], [make(*each) for each in entries])


def forget(owner: str | None = None) -> None:
    """Take all that belongs to one owner, or everything, out of the index and its list."""
    ids = select(SearchEntry.id).where(SearchEntry.owner == owner) if owner else select(SearchEntry.id)
    index = _POSTGRESQL if _is_postgresql() else _SQLITE
    number = _POSTGRESQL.c.entry_id if _is_postgresql() else _SQLITE.c.rowid
    session.execute(delete(index).where(number.in_(ids)))
    entries = delete(SearchEntry).where(SearchEntry.owner == owner) if owner else delete(SearchEntry)
    session.execute(entries, execution_options={"synchronize_session": False})


def forget_words() -> None:
    """Forget which words stand in the pages."""
    session.execute(delete(SearchWord), execution_options={"synchronize_session": False})


def matches(found: Expression) -> Select[Any]:
    """Return what selects the ids of all entries that an expression finds."""
    if _is_postgresql():
        asked = cast(literal(matching.for_postgresql(found)), TSQUERY)
        return select(getattr(func, MATCHES)(asked))
    return select(_SQLITE.c.rowid).where(_SQLITE.c[INDEX].match(matching.for_sqlite(found)))


def _row(entry_id: int, stemmed: Stemmed) -> dict[str, Any]:
    parts = {part: " ".join(tokens) for part, tokens in stemmed.parts.items()}
    phrases = f" {_BREAK} ".join(" ".join(run) for run in stemmed.runs)
    return {"entry_id": entry_id, **parts, "phrases": phrases}


def _vector_row(entry_id: int, stemmed: Stemmed) -> dict[str, Any]:
    words = [f"'{token}'" for part in matching.ANYWHERE for token in stemmed.parts[part]]
    for parts, prefix in matching.PREFIXES.items():
        words += [f"'{prefix}{token}'" for part in parts for token in stemmed.parts[part]]
    places: dict[str, list[str]] = {}
    for position, word in _positions(stemmed.runs):
        at = places.setdefault(word, [])
        if len(at) < _MOST_POSITIONS:
            at.append(str(position))
    words += [f"'w_{word}':{','.join(at)}" for word, at in places.items()]
    return {"entry_id": entry_id, "vector": " ".join(words)}


def _positions(runs: Iterable[list[str]]) -> Iterable[tuple[int, str]]:
    position = 0
    for run in runs:
        position += 1  # an empty place, so that no phrase reaches over the end of a piece
        for word in run:
            position += 1
            yield min(position, _LAST_POSITION), word


def _is_postgresql() -> bool:
    return _dialect() == "postgresql"


def _dialect() -> str:
    return str(session().get_bind().dialect.name)
