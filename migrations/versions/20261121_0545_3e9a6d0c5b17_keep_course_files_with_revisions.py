"""Keep the text files of a module with its revision, so that it can be exported as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "3e9a6d0c5b17"
down_revision = "71d8156b6bc3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("module_revisions") as table:
        table.add_column(sa.Column("sources", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("module_revisions") as table:
        table.drop_column("sources")
