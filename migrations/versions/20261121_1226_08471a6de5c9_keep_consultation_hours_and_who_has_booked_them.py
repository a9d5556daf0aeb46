"""Keep the hours that authors offer for consultation, and who has booked them."""

import sqlalchemy as sa
from alembic import op

revision = "08471a6de5c9"
down_revision = "9f8e96cb9f99"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("spoken", sa.String(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk__slots__author_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__slots__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__slots")),
    )
    op.create_index("ix__slots__author", "slots", ["author_id", "starts_at"])
    op.create_index("ix__slots__module", "slots", ["module_id", "starts_at"])
    _create_bookings()


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_language", sa.String(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk__bookings__changed_by_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__bookings__learner_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name=op.f("fk__bookings__slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__bookings")),
        sa.UniqueConstraint("uid", name=op.f("uq__bookings__uid")),
    )
    op.create_index(op.f("ix__bookings_learner_id"), "bookings", ["learner_id"])
    op.create_index(op.f("ix__bookings_slot_id"), "bookings", ["slot_id"])
    op.create_index(
        "uq__bookings__open",
        "bookings",
        ["slot_id"],
        unique=True,
        postgresql_where=sa.text("cancelled_at IS NULL"),
        sqlite_where=sa.text("cancelled_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("bookings")
    op.drop_table("slots")
