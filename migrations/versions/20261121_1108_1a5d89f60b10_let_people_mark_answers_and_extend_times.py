"""let people mark answers and extend times."""

import sqlalchemy as sa
from alembic import op

revision = "1a5d89f60b10"
down_revision = "e5ada6ec2138"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "time_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk__time_extensions__granted_by_id")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__time_extensions__learner_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__time_extensions__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__time_extensions")),
        sa.UniqueConstraint(
            "learner_id", "module_id", "quiz", name=op.f("uq__time_extensions__learner_id_module_id_quiz")
        ),
    )
    with op.batch_alter_table("time_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__time_extensions_module_id"), ["module_id"], unique=False)

    op.create_table(
        "answer_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk__answer_marks__attempt_id")),
        sa.ForeignKeyConstraint(["marker_id"], ["users.id"], name=op.f("fk__answer_marks__marker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__answer_marks")),
        sa.UniqueConstraint("attempt_id", "question", name=op.f("uq__answer_marks__attempt_id_question")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_waiting", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix__attempts__ending", ["submitted_at", "ends_at"], unique=False)
        batch_op.create_index(
            "ix__attempts__waiting", ["module_id", "is_waiting", "submitted_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index("ix__attempts__waiting")
        batch_op.drop_index("ix__attempts__ending")
        batch_op.drop_column("ends_at")
        batch_op.drop_column("is_waiting")

    op.drop_table("answer_marks")
    with op.batch_alter_table("time_extensions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__time_extensions_module_id"))

    op.drop_table("time_extensions")
