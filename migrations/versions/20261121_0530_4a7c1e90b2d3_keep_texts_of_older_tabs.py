"""Keep the texts of older tabs beside the draft, and remember where a draft was last worked on."""

import sqlalchemy as sa
from alembic import op

revision = "4a7c1e90b2d3"
down_revision = "5d1c7e0a94b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the two columns."""
    op.create_table(
        "kept_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk__kept_texts__submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__kept_texts")),
    )
    op.create_index(op.f("ix__kept_texts_submission_id"), "kept_texts", ["submission_id"])
    with op.batch_alter_table("submissions") as batch:
        batch.add_column(sa.Column("draft_tab", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("revision_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk__submissions__revision_id"), "module_revisions", ["revision_id"], ["id"]
        )


def downgrade() -> None:
    """Forget the kept texts; drafts and everything handed in stay."""
    with op.batch_alter_table("submissions") as batch:
        batch.drop_constraint(op.f("fk__submissions__revision_id"), type_="foreignkey")
        batch.drop_column("revision_id")
        batch.drop_column("draft_tab")
    op.drop_index(op.f("ix__kept_texts_submission_id"), table_name="kept_texts")
    op.drop_table("kept_texts")
