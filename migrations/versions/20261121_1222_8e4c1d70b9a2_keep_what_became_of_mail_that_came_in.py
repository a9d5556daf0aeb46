"""Keep what became of mail that came in."""

import sqlalchemy as sa
from alembic import op

revision = "8e4c1d70b9a2"
down_revision = "511b681e3257"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk__received_mails__notice_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk__received_mails__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__received_mails")),
        sa.UniqueConstraint("key", name=op.f("uq__received_mails__key")),
    )
    op.create_index("ix__received_mails__bounces", "received_mails", ["user_id", "outcome", "received_at"])


def downgrade() -> None:
    op.drop_table("received_mails")
