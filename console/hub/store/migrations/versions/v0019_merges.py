"""What was joined can be taken apart again."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0019"
down_revision = "0018"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table; what hubs before it join stays joined."""
    op.create_table(
        "merge",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kept", sa.Text, nullable=False),
        sa.Column("gone", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("moved", sa.JSON, nullable=False),
        sa.Column("undone_at", Moment),
    )
    op.create_index("ix_merge_kept", "merge", ["kept"])
