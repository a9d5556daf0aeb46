"""Add heartbeats, the signs of life of workers and sweeper."""

import sqlalchemy as sa
from alembic import op

revision = "992523d8d071"
down_revision = "bd3d02c7e1ca"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk__heartbeats")),
    )


def downgrade() -> None:
    """Forget the signs of life."""
    op.drop_table("heartbeats")
