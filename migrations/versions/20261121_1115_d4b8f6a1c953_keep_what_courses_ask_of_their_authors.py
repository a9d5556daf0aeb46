"""keep what courses ask of their authors."""

import sqlalchemy as sa
from alembic import op

revision = "d4b8f6a1c953"
down_revision = "c2a9e54d7b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_health",
        sa.Column("module_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("stale_count", sa.Integer(), nullable=False),
        sa.Column("stale_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_by", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__course_health__module_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["module_revisions.id"], name=op.f("fk__course_health__revision_id")
        ),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk__course_health")),
    )
    op.create_table(
        "course_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("broken_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["users.id"], name=op.f("fk__course_links__accepted_by_id")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__course_links__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__course_links")),
        sa.UniqueConstraint("module_id", "address", name=op.f("uq__course_links__module_id_address")),
    )
    with op.batch_alter_table("course_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__course_links_accepted_by_id"), ["accepted_by_id"], unique=False)
        batch_op.create_index("ix__course_links__due", ["due_at"], unique=False)
        batch_op.create_index("ix__course_links__target", ["target"], unique=False)


def downgrade() -> None:
    op.drop_table("course_links")
    op.drop_table("course_health")
