"""Let people have their dates in a calendar of their own, and note when a consultation was changed."""

import sqlalchemy as sa
from alembic import op

revision = "6b0d2f94c1ae"
down_revision = "7d31f0a94b5e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk__calendar_feeds__user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk__calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq__calendar_feeds__token_hash")),
    )
    with op.batch_alter_table("bookings") as table:
        table.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("bookings") as table:
        table.drop_column("changed_at")
    op.drop_table("calendar_feeds")
