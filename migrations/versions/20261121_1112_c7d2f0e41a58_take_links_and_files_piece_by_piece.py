"""take links and files piece by piece, and keep dates to hand in by."""

import sqlalchemy as sa
from alembic import op

revision = "c7d2f0e41a58"
down_revision = "745e4795a576"
branch_labels = None
depends_on = None

_LINKS = (("submissions", "draft_link"), ("submission_versions", "link"), ("kept_texts", "link"))


def upgrade() -> None:
    for table, column in _LINKS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Text(), server_default="", nullable=False))
    op.create_table(
        "unfinished_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("modified", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["users.id"], name=op.f("fk__unfinished_uploads__learner_id")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["modules.id"], name=op.f("fk__unfinished_uploads__module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__unfinished_uploads")),
        sa.UniqueConstraint(
            "learner_id", "module_id", "assignment", "name", "size", "modified",
            name="uq__unfinished_uploads__file",
        ),
    )  # fmt: skip
    with op.batch_alter_table("unfinished_uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__unfinished_uploads_touched_at"), ["touched_at"], unique=False)
    op.create_table(
        "upload_chunks",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["unfinished_uploads.id"], name=op.f("fk__upload_chunks__upload_id")
        ),
        sa.PrimaryKeyConstraint("upload_id", "begins_at", name=op.f("pk__upload_chunks")),
    )
    op.create_table(
        "planned_dates",
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__planned_dates__learner_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__planned_dates__module_id")),
        sa.PrimaryKeyConstraint("learner_id", "module_id", "assignment", name=op.f("pk__planned_dates")),
    )
    op.create_table(
        "agreed_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("agreed_by_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["users.id"], name=op.f("fk__agreed_dates__agreed_by_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__agreed_dates__learner_id")),
        sa.ForeignKeyConstraint(["module_id"], ["modules.id"], name=op.f("fk__agreed_dates__module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__agreed_dates")),
        sa.UniqueConstraint(
            "learner_id", "module_id", "assignment",
            name=op.f("uq__agreed_dates__learner_id_module_id_assignment"),
        ),
    )  # fmt: skip
    with op.batch_alter_table("agreed_dates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__agreed_dates_module_id"), ["module_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("agreed_dates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__agreed_dates_module_id"))
    op.drop_table("agreed_dates")
    op.drop_table("planned_dates")
    op.drop_table("upload_chunks")
    with op.batch_alter_table("unfinished_uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__unfinished_uploads_touched_at"))
    op.drop_table("unfinished_uploads")
    for table, column in _LINKS:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
