"""Conversations are found by their customer without looking at all of them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the index."""
    op.create_index("ix_conversation_customer_id", "conversation", ["customer_id"])
