"""Keep the learners' own notes, and how each person likes to read."""

import sqlalchemy as sa
from alembic import op

revision = "ab1eb01fe0ba"
down_revision = "42acc702b6ca"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_highlighted", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__notes__learner_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__notes__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__notes")),
        sa.UniqueConstraint(
            "learner_id", "module_id", "block", name=op.f("uq__notes__learner_id_module_id_block")
        ),
    )
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("appearance", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("appearance")
    op.drop_table("notes")
