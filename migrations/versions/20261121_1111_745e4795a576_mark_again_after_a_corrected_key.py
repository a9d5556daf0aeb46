"""mark again after a corrected key."""

import sqlalchemy as sa
from alembic import op

revision = "745e4795a576"
down_revision = "e1b2bf105fab"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("from_revision_id", sa.Integer(), nullable=False),
        sa.Column("to_revision_id", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["done_by_id"], ["users.id"], name=op.f("fk__corrections__done_by_id")),
        sa.ForeignKeyConstraint(
            ["from_revision_id"], ["module_revisions.id"], name=op.f("fk__corrections__from_revision_id")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__corrections__module_id")),
        sa.ForeignKeyConstraint(
            ["to_revision_id"], ["module_revisions.id"], name=op.f("fk__corrections__to_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__corrections")),
    )
    with op.batch_alter_table("corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__corrections_module_id"), ["module_id"], unique=False)
        batch_op.create_index(
            "uq__corrections__open",
            ["module_id", "quiz"],
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        )

    op.create_table(
        "remarkings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("to_revision_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("old_score", sa.Integer(), nullable=False),
        sa.Column("new_score", sa.Integer(), nullable=False),
        sa.Column("old_max_score", sa.Integer(), nullable=False),
        sa.Column("new_max_score", sa.Integer(), nullable=False),
        sa.Column("was_passed", sa.Boolean(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk__remarkings__attempt_id")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name=op.f("fk__remarkings__correction_id")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk__remarkings__decided_by_id")),
        sa.ForeignKeyConstraint(
            ["to_revision_id"], ["module_revisions.id"], name=op.f("fk__remarkings__to_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__remarkings")),
    )
    with op.batch_alter_table("remarkings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__remarkings_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__remarkings_correction_id"), ["correction_id"], unique=False)


def downgrade() -> None:
    op.drop_table("remarkings")
    op.drop_table("corrections")
