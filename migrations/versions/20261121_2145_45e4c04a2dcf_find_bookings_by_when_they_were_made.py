"""Find bookings by when they were made."""

from lms.foundation.online_indexes import create_index, drop_index

revision = "45e4c04a2dcf"
down_revision = "d84a1f6c0b37"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix__bookings_booked_at", "bookings", ["booked_at"])


def downgrade() -> None:
    drop_index("ix__bookings_booked_at", "bookings")
