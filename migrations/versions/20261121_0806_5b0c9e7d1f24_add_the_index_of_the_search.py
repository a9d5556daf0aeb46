"""Add the index of the search; `lms db upgrade` fills it from what is published."""

import sqlalchemy as sa
from alembic import op

revision = "5b0c9e7d1f24"
down_revision = "378e70728a9f"
branch_labels = None
depends_on = None

# FTS5 and tsvector hold the same stems, made by the program: see docs/decisions.
SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "title, headings, often, body, phrases, tokenize=\"ascii tokenchars '_'\")"
)
POSTGRESQL = (
    "CREATE TABLE search_index (entry_id INTEGER PRIMARY KEY "
    "REFERENCES search_entries (id) ON DELETE CASCADE, vector TSVECTOR NOT NULL)",
    "CREATE INDEX ix__search_index__vector ON search_index USING gin (vector)",
    # The planner does not know what it costs to unpack long vectors, and would read all of them.
    "CREATE FUNCTION search_matches(asked TSQUERY) RETURNS SETOF INTEGER LANGUAGE sql STABLE ROWS 50 "
    "SET enable_seqscan TO off AS 'SELECT entry_id FROM search_index WHERE vector @@ asked'",
)


def upgrade() -> None:
    op.create_table(
        "search_builds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pipeline", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__search_builds")),
    )
    op.create_table(
        "search_words",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("typed", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("language", "typed", name=op.f("pk__search_words")),
    )
    op.create_table(
        "search_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("page", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("news_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__search_entries__module_id")),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk__search_entries__news_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk__search_entries__programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__search_entries")),
    )
    for name in ("owner", "module_id", "programme_id", "news_id"):
        label = "ix__search_entries__owner" if name == "owner" else f"ix__search_entries_{name}"
        op.create_index(label, "search_entries", [name])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else (SQLITE,):
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_matches")
    op.execute("DROP TABLE search_index")
    op.drop_table("search_entries")
    op.drop_table("search_words")
    op.drop_table("search_builds")
