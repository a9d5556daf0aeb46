"""note hints that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "e5ada6ec2138"
down_revision = "1ebf7a9072f9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hinted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_column("hinted_at")
