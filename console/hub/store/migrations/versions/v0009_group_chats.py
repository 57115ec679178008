"""What is said in groups is counted, for administrators."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0009"
down_revision = "0008"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table; hubs before it count nothing."""
    op.create_table(
        "group_chat",
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("group_id", sa.Text, nullable=False),
        sa.Column("messages", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("last_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "group_id", name="pk_group_chat"),
    )
