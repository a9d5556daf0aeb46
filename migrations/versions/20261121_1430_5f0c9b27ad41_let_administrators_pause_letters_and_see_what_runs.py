"""Let administrators pause letters and see what runs."""

import sqlalchemy as sa
from alembic import op

revision = "5f0c9b27ad41"
down_revision = "6b0d2f94c1ae"
branch_labels = None
depends_on = None

NOT_DELIVERED = sa.text("mail IN ('failed', 'bounced', 'dropped')")
SENT = sa.text("sent_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "mail_pauses",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk__mail_pauses__by_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__mail_pauses")),
    )
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__job_runs")),
    )
    op.create_index(
        "ix__notices__not_delivered",
        "notices",
        ["mail", "mail_due_at"],
        sqlite_where=NOT_DELIVERED,
        postgresql_where=NOT_DELIVERED,
    )
    op.create_index("ix__notices__sent", "notices", ["sent_at"], sqlite_where=SENT, postgresql_where=SENT)


def downgrade() -> None:
    op.drop_index("ix__notices__sent", table_name="notices")
    op.drop_index("ix__notices__not_delivered", table_name="notices")
    op.drop_table("job_runs")
    op.drop_table("mail_pauses")
