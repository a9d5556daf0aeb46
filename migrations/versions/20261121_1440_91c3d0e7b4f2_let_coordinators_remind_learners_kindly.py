"""Let coordinators have learners reminded kindly, and remember that they did."""

import sqlalchemy as sa
from alembic import op

revision = "91c3d0e7b4f2"
down_revision = "5f0c9b27ad41"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__reminders__learner_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk__reminders__enrolment_id")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk__reminders__sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__reminders")),
    )
    op.create_index("ix__reminders__learner", "reminders", ["learner_id", "sent_at"])


def downgrade() -> None:
    op.drop_index("ix__reminders__learner", table_name="reminders")
    op.drop_table("reminders")
