"""Keep questions that were answered for all, beside the block that raised them."""

import sqlalchemy as sa
from alembic import op

revision = "5e2b7c40d9fa"
down_revision = "08471a6de5c9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faq_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk__faq_entries__made_by_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__faq_entries__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__faq_entries")),
    )
    op.create_index(op.f("ix__faq_entries_module_id"), "faq_entries", ["module_id"])
    op.create_index(op.f("ix__faq_entries_source"), "faq_entries", ["source"])


def downgrade() -> None:
    op.drop_table("faq_entries")
