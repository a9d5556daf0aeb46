"""Keep what became of each consultation, and what was recorded before it was mended."""

import sqlalchemy as sa
from alembic import op

revision = "d84a1f6c0b37"
down_revision = "c2e58a70d419"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("bookings") as table:
        table.add_column(sa.Column("outcome", sa.String(), nullable=True))
        # Processes that know nothing of it yet go on booking.
        table.add_column(sa.Column("outcome_note", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("outcome_language", sa.String(), nullable=True))
        table.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "outcome_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk__outcome_edits__booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__outcome_edits")),
    )
    op.create_index(op.f("ix__outcome_edits_booking_id"), "outcome_edits", ["booking_id"])


def downgrade() -> None:
    op.drop_table("outcome_edits")
    with op.batch_alter_table("bookings") as table:
        table.drop_column("recorded_at")
        table.drop_column("outcome_language")
        table.drop_column("outcome_note")
        table.drop_column("outcome")
