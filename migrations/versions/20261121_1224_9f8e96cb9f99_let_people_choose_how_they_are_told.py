"""Let people choose how and on which days they are told, and let notices leave together in one mail."""

import sqlalchemy as sa
from alembic import op

revision = "9f8e96cb9f99"
down_revision = "8e4c1d70b9a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk__notice_choices__user_id")),
        sa.PrimaryKeyConstraint("user_id", "topic", name=op.f("pk__notice_choices")),
    )
    with op.batch_alter_table("notices") as table:
        table.add_column(sa.Column("way", sa.String(), server_default="at-once", nullable=False))
        table.add_column(sa.Column("digest", sa.String(), nullable=True))
        table.add_column(sa.Column("is_alone", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.create_index(op.f("ix__notices_digest"), ["digest"])
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("mail_days", sa.String(), server_default="1234567", nullable=False))
        table.add_column(sa.Column("digest_day", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("digest_day")
        table.drop_column("mail_days")
    with op.batch_alter_table("notices") as table:
        table.drop_index(op.f("ix__notices_digest"))
        table.drop_column("is_alone")
        table.drop_column("digest")
        table.drop_column("way")
    op.drop_table("notice_choices")
