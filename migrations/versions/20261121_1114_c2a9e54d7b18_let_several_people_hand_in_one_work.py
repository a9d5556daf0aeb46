"""let several people hand in one work."""

import sqlalchemy as sa
from alembic import op

revision = "c2a9e54d7b18"
down_revision = "c7d2f0e41a58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("assignment", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk__group_members__submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolments.id"], name=op.f("fk__group_members__enrolment_id")
        ),
        sa.ForeignKeyConstraint(["learner_id"], ["users.id"], name=op.f("fk__group_members__learner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__group_members")),
        sa.UniqueConstraint(
            "submission_id", "learner_id", name=op.f("uq__group_members__submission_id_learner_id")
        ),
    )
    op.create_index(op.f("ix__group_members_learner_id"), "group_members", ["learner_id"])
    op.create_index(
        "uq__group_members__present",
        "group_members",
        ["enrolment_id", "assignment"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "group_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk__group_invitations__submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name=op.f("fk__group_invitations__invited_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk__group_invitations")),
        sa.UniqueConstraint(
            "submission_id", "address", name=op.f("uq__group_invitations__submission_id_address")
        ),
    )
    op.create_index(op.f("ix__group_invitations_address"), "group_invitations", ["address"])
    with op.batch_alter_table("submissions") as batch:
        batch.add_column(sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("draft_saved_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk__submissions__draft_saved_by_id"), "users", ["draft_saved_by_id"], ["id"]
        )
        batch.drop_constraint(op.f("uq__submissions__enrolment_id_assignment"), type_="unique")
    op.create_index(
        "uq__submissions__own",
        "submissions",
        ["enrolment_id", "assignment"],
        unique=True,
        sqlite_where=sa.text("is_shared = 0"),
        postgresql_where=sa.text("NOT is_shared"),
    )
    with op.batch_alter_table("kept_texts") as batch:
        batch.add_column(sa.Column("kept_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk__kept_texts__kept_by_id"), "users", ["kept_by_id"], ["id"])
    with op.batch_alter_table("submission_versions") as batch:
        batch.add_column(sa.Column("handed_in_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk__submission_versions__handed_in_by_id"), "users", ["handed_in_by_id"], ["id"]
        )


def downgrade() -> None:
    """Forget who worked together; a learner who has a shared work and one of their own cannot keep both."""
    with op.batch_alter_table("submission_versions") as batch:
        batch.drop_constraint(op.f("fk__submission_versions__handed_in_by_id"), type_="foreignkey")
        batch.drop_column("handed_in_by_id")
    with op.batch_alter_table("kept_texts") as batch:
        batch.drop_constraint(op.f("fk__kept_texts__kept_by_id"), type_="foreignkey")
        batch.drop_column("kept_by_id")
    op.drop_index("uq__submissions__own", table_name="submissions")
    with op.batch_alter_table("submissions") as batch:
        batch.create_unique_constraint(
            op.f("uq__submissions__enrolment_id_assignment"), ["enrolment_id", "assignment"]
        )
        batch.drop_constraint(op.f("fk__submissions__draft_saved_by_id"), type_="foreignkey")
        batch.drop_column("draft_saved_by_id")
        batch.drop_column("is_shared")
    op.drop_index(op.f("ix__group_invitations_address"), table_name="group_invitations")
    op.drop_table("group_invitations")
    op.drop_index("uq__group_members__present", table_name="group_members")
    op.drop_index(op.f("ix__group_members_learner_id"), table_name="group_members")
    op.drop_table("group_members")
