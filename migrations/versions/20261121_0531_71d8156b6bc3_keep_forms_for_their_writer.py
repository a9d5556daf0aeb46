"""Keep forms for their writer, search people, count how often somebody was invited."""

import sqlalchemy as sa
from alembic import op

revision = "71d8156b6bc3"
down_revision = "4a7c1e90b2d3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("invitations") as table:
        table.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("kept_forms") as table:
        table.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk__kept_forms__user_id", "users", ["user_id"], ["id"])
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("search_key", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("search_key")
    with op.batch_alter_table("kept_forms") as table:
        table.drop_constraint("fk__kept_forms__user_id", type_="foreignkey")
        table.drop_column("user_id")
    with op.batch_alter_table("invitations") as table:
        table.drop_column("round")
