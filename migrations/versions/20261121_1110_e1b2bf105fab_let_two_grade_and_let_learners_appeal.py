"""let two grade and let learners appeal."""

import sqlalchemy as sa
from alembic import op

revision = "e1b2bf105fab"
down_revision = "1a5d89f60b10"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("grading_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answer_language", sa.String(), server_default="", nullable=False),
        sa.Column("new_grading_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk__appeals__decided_by_id")),
        sa.ForeignKeyConstraint(["grading_id"], ["gradings.id"], name=op.f("fk__appeals__grading_id")),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__appeals__learner_id")),
        sa.ForeignKeyConstraint(
            ["new_grading_id"], ["gradings.id"], name=op.f("fk__appeals__new_grading_id")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk__appeals__submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__appeals")),
        sa.UniqueConstraint("grading_id", name=op.f("uq__appeals__grading_id")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index("ix__appeals__open", ["submission_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix__appeals_learner_id"), ["learner_id"], unique=False)

    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("grader_id", sa.Integer(), nullable=False),
        sa.Column("is_returned", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("max_total", sa.Integer(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(), server_default="", nullable=False),
        sa.Column("grading_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["grader_id"], ["users.id"], name=op.f("fk__opinions__grader_id")),
        sa.ForeignKeyConstraint(["grading_id"], ["gradings.id"], name=op.f("fk__opinions__grading_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk__opinions__submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["submission_versions.id"], name=op.f("fk__opinions__version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__opinions")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix__opinions_grading_id"), ["grading_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__opinions_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(batch_op.f("ix__opinions_version_id"), ["version_id"], unique=False)
        batch_op.create_index(
            "uq__opinions__open",
            ["version_id", "grader_id"],
            unique=True,
            sqlite_where=sa.text("grading_id IS NULL"),
            postgresql_where=sa.text("grading_id IS NULL"),
        )

    with op.batch_alter_table("gradings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("basis", sa.String(), server_default="one", nullable=False))
        batch_op.add_column(sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("annulled_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("annulment_reason", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("annulment_language", sa.String(), server_default="", nullable=False))
        batch_op.drop_constraint(batch_op.f("uq__gradings__version_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix__gradings_version_id"), ["version_id"], unique=False)
        batch_op.create_index(
            "uq__gradings__standing",
            ["version_id"],
            unique=True,
            sqlite_where=sa.text("annulled_at IS NULL"),
            postgresql_where=sa.text("annulled_at IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk__gradings__annulled_by_id"), "users", ["annulled_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq__opinions__open",
            sqlite_where=sa.text("grading_id IS NULL"),
            postgresql_where=sa.text("grading_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix__opinions_version_id"))
        batch_op.drop_index(batch_op.f("ix__opinions_submission_id"))
        batch_op.drop_index(batch_op.f("ix__opinions_grading_id"))

    op.drop_table("opinions")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix__appeals_learner_id"))
        batch_op.drop_index("ix__appeals__open")

    op.drop_table("appeals")

    # Once there was room for one grading of a version only; the annulled ones were not known then.
    op.execute("DELETE FROM gradings WHERE annulled_at IS NOT NULL")
    with op.batch_alter_table("gradings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk__gradings__annulled_by_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq__gradings__standing",
            sqlite_where=sa.text("annulled_at IS NULL"),
            postgresql_where=sa.text("annulled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix__gradings_version_id"))
        batch_op.create_unique_constraint(batch_op.f("uq__gradings__version_id"), ["version_id"])
        batch_op.drop_column("annulment_language")
        batch_op.drop_column("annulment_reason")
        batch_op.drop_column("annulled_by_id")
        batch_op.drop_column("annulled_at")
        batch_op.drop_column("basis")
