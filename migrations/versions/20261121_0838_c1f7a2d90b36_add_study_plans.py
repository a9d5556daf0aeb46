"""Add study plans: what learners choose for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "c1f7a2d90b36"
down_revision = "5b0c9e7d1f24"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_plans",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("minutes_a_week", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("is_reminded", sa.Boolean(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__study_plans__learner_id")),
        sa.PrimaryKeyConstraint("learner_id", name=op.f("pk__study_plans")),
    )


def downgrade() -> None:
    op.drop_table("study_plans")
