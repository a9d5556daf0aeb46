"""Let a corrected mark change a result without a corrected key."""

import sqlalchemy as sa
from alembic import op

revision = "7d31f0a94b5e"
down_revision = "5e2b7c40d9fa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("remarkings") as table:
        table.alter_column("correction_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # The earlier program knows of no such results; those that came of them stand in the attempts.
    op.execute("DELETE FROM remarkings WHERE correction_id IS NULL")
    with op.batch_alter_table("remarkings") as table:
        table.alter_column("correction_id", existing_type=sa.Integer(), nullable=False)
