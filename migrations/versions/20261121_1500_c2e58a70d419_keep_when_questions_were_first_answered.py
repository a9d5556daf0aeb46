"""Keep with each question by when its first answer was promised and when it came."""

import sqlalchemy as sa
from alembic import op

from lms.foundation import working_days
from lms.foundation.db import UtcDateTime

revision = "c2e58a70d419"
down_revision = "91c3d0e7b4f2"
branch_labels = None
depends_on = None

PROMISED_WITHIN = 3  # working days, as it was when these questions were asked


def upgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("promised_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True))
        table.create_index("ix__conversations__asked", ["module_id", "started_at"])
    op.execute(
        "UPDATE conversations SET first_answered_at = (SELECT MIN(messages.sent_at) FROM messages"
        " WHERE messages.conversation_id = conversations.id AND NOT messages.is_from_learner)"
    )
    _say_what_was_promised()


def _say_what_was_promised() -> None:
    conversations = sa.table(
        "conversations",
        sa.column("id", sa.Integer()),
        sa.column("started_at", UtcDateTime()),
        sa.column("promised_on", sa.Date()),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.select(conversations.c.id, conversations.c.started_at)).all()
    promised = [
        {"of": row.id, "day": working_days.after(working_days.day_of(row.started_at), PROMISED_WITHIN)}
        for row in rows
    ]
    if promised:  # all at once, since the table is locked meanwhile
        by_id = sa.update(conversations).where(conversations.c.id == sa.bindparam("of"))
        connection.execute(by_id.values(promised_on=sa.bindparam("day")), promised)


def downgrade() -> None:
    with op.batch_alter_table("conversations") as table:
        table.drop_index("ix__conversations__asked")
        table.drop_column("first_answered_at")
        table.drop_column("promised_on")
