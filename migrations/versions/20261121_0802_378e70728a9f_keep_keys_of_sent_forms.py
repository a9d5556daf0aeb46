"""keep keys of sent forms."""

import sqlalchemy as sa
from alembic import op

revision = "378e70728a9f"
down_revision = "ab1eb01fe0ba"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sent_forms",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name=op.f("pk__sent_forms")),
    )
    with op.batch_alter_table("sent_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__sent_forms_sent_at"), ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("sent_forms")
