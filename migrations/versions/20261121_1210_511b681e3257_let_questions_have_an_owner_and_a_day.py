"""Let questions have an owner and a day to answer by, messages files and edits, and authors absences."""

import sqlalchemy as sa
from alembic import op

from lms.foundation import working_days
from lms.foundation.db import UtcDateTime

revision = "511b681e3257"
down_revision = "30112ac39020"
branch_labels = None
depends_on = None

_PROMISED = 3  # working days, as it was promised until now


def upgrade() -> None:
    _create_absences()
    _create_edits()
    _create_files()
    with op.batch_alter_table("conversations") as table:
        table.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        table.add_column(sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        table.create_index("ix__conversations__promised", ["state", "answer_by"])
        table.create_foreign_key(op.f("fk__conversations__owner_id"), "users", ["owner_id"], ["id"])
    with op.batch_alter_table("messages") as table:
        table.add_column(sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    _promise_what_waits()


def _create_absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["substitute_id"], ["users.id"], name=op.f("fk__absences__substitute_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk__absences__user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__absences")),
    )
    op.create_index("ix__absences__person", "absences", ["user_id", "to_day"])
    op.create_index(op.f("ix__absences_substitute_id"), "absences", ["substitute_id"])


def _create_edits() -> None:
    op.create_table(
        "message_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk__message_edits__message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__message_edits")),
    )
    op.create_index(op.f("ix__message_edits_message_id"), "message_edits", ["message_id"])


def _create_files() -> None:
    op.create_table(
        "message_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk__message_files__message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__message_files")),
        sa.UniqueConstraint("storage_key", name=op.f("uq__message_files__storage_key")),
    )
    op.create_index(op.f("ix__message_files_message_id"), "message_files", ["message_id"])


def _promise_what_waits() -> None:
    """Write down the day that was promised for each question that waits."""
    conversations = sa.table(
        "conversations",
        sa.column("id", sa.Integer()),
        sa.column("waiting_since", UtcDateTime()),
        sa.column("answer_by", sa.Date()),
    )
    connection = op.get_bind()
    waiting = sa.select(conversations.c.id, conversations.c.waiting_since)
    for row in connection.execute(waiting.where(conversations.c.waiting_since.is_not(None))).all():
        day = working_days.after(working_days.day_of(row.waiting_since), _PROMISED)
        of_row = conversations.c.id == row.id
        connection.execute(sa.update(conversations).where(of_row).values(answer_by=day))


def downgrade() -> None:
    with op.batch_alter_table("messages") as table:
        table.drop_column("edited_at")
    with op.batch_alter_table("conversations") as table:
        table.drop_constraint(op.f("fk__conversations__owner_id"), type_="foreignkey")
        table.drop_index("ix__conversations__promised")
        table.drop_column("owner_id")
        table.drop_column("escalated_at")
        table.drop_column("answer_by")
    op.drop_table("message_files")
    op.drop_table("message_edits")
    op.drop_table("absences")
