"""keep remarks about pages."""

import sqlalchemy as sa
from alembic import op

revision = "42acc702b6ca"
down_revision = "3e9a6d0c5b17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_remarks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk__page_remarks__author_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk__page_remarks__settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__page_remarks")),
    )
    with op.batch_alter_table("page_remarks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__page_remarks_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix__page_remarks_settled_at"), ["settled_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("page_remarks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__page_remarks_settled_at"))
        batch_op.drop_index(batch_op.f("ix__page_remarks_created_at"))

    op.drop_table("page_remarks")
