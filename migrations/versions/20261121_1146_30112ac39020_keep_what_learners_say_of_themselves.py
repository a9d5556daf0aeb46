"""Keep what learners say of themselves: how well they can do what a module is for, before it and after."""

import sqlalchemy as sa
from alembic import op

revision = "30112ac39020"
down_revision = "d4b8f6a1c953"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_ratings",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__self_ratings__learner_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__self_ratings__module_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["module_revisions.id"], name=op.f("fk__self_ratings__revision_id")
        ),
        sa.PrimaryKeyConstraint(
            "learner_id", "module_id", "moment", "statement", name=op.f("pk__self_ratings")
        ),
    )
    op.create_index("ix__self_ratings__module", "self_ratings", ["module_id", "moment"])


def downgrade() -> None:
    op.drop_table("self_ratings")
