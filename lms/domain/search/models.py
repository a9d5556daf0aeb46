"""Tables of the index: what can be found, the words for suggestions, and by which pipeline it was made.

The full-text index itself, `search_index`, is made by SQL of its own: FTS5 on SQLite, a `tsvector`
with GIN on PostgreSQL. Both hold the same pieces, made by `stemming`; no database stems anything.
"""

from typing import Any

from sqlalchemy import Connection, ForeignKey, Index, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from lms.foundation.db import Base, SortKey


class SearchEntry(Base):
    """One page in one language: what it is, where it stands, and its pieces with their stems.

    `page` is the same for both languages. `pieces` are `[block, text, stems]`, in the order of the page.
    """

    __tablename__ = "search_entries"
    __table_args__ = (Index("ix__search_entries__owner", "owner"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]  # what is indexed in one go: "module:5", "news:3"
    page: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str]
    language: Mapped[str]
    module_id: Mapped[int | None] = mapped_column(ForeignKey("modules.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id"), index=True)
    news_id: Mapped[int | None] = mapped_column(ForeignKey("news.id"), index=True)
    slug: Mapped[str]
    place: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    pieces: Mapped[list[Any]]
    topics: Mapped[list[Any]]


class SearchWord(Base):
    """A word as it stands in some page, and as people may type it, for "did you mean"."""

    __tablename__ = "search_words"

    language: Mapped[str] = mapped_column(primary_key=True)
    typed: Mapped[str] = mapped_column(SortKey, primary_key=True)
    written: Mapped[str]


class SearchBuild(Base):
    """The one row that says by which pipeline the index was made; whoever writes the index holds it."""

    __tablename__ = "search_builds"

    id: Mapped[int] = mapped_column(primary_key=True)
    pipeline: Mapped[str] = mapped_column(default="")


INDEX, MATCHES = "search_index", "search_matches"
MAKE_SQLITE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
    "title, headings, often, body, phrases, tokenize=\"ascii tokenchars '_'\")"
)
MAKE_POSTGRESQL = (
    f"CREATE TABLE {INDEX} (entry_id INTEGER PRIMARY KEY "
    "REFERENCES search_entries (id) ON DELETE CASCADE, vector TSVECTOR NOT NULL)",
    f"CREATE INDEX ix__{INDEX}__vector ON {INDEX} USING gin (vector)",
    # The planner does not know what it costs to unpack long vectors, and would read all of them.
    f"CREATE FUNCTION {MATCHES}(asked TSQUERY) RETURNS SETOF INTEGER LANGUAGE sql STABLE ROWS 50 "
    f"SET enable_seqscan TO off AS 'SELECT entry_id FROM {INDEX} WHERE vector @@ asked'",
)


def _make(_table: Any, connection: Connection, **_options: Any) -> None:
    statements = MAKE_POSTGRESQL if connection.dialect.name == "postgresql" else (MAKE_SQLITE,)
    for statement in statements:
        connection.exec_driver_sql(statement)


def _drop(_table: Any, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP FUNCTION {MATCHES}")
    connection.exec_driver_sql(f"DROP TABLE {INDEX}")


event.listen(SearchEntry.__table__, "after_create", _make)
event.listen(SearchEntry.__table__, "before_drop", _drop)
