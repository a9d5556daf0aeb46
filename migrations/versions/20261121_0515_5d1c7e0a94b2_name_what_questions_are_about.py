"""Name what questions are about, and let the notices alone say what has been read."""

import sqlalchemy as sa
from alembic import op

revision = "5d1c7e0a94b2"
down_revision = "992523d8d071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give conversations their titles; one record of reading is enough."""
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("module_title", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("lesson_title", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("conversation_readings") as table:
        table.drop_index("ix__conversation_readings_user_id")
    op.drop_table("conversation_readings")


def downgrade() -> None:
    """Bring back the second record of reading, empty, and forget the titles."""
    op.create_table(
        "conversation_readings",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("last_message_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk__conversation_readings__conversation_id",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk__conversation_readings__user_id"),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", name="pk__conversation_readings"),
    )
    with op.batch_alter_table("conversation_readings") as table:
        table.create_index("ix__conversation_readings_user_id", ["user_id"])
    with op.batch_alter_table("conversations") as table:
        table.drop_column("lesson_title")
        table.drop_column("module_title")
