"""One template to several customers, at a pace."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0021"
down_revision = "0020"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table; hubs before it leave lists to those that know them."""
    op.create_table(
        "notification_list",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rep_id", sa.Text, sa.ForeignKey("rep.id"), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("per_minute", sa.Integer, nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
    )
    op.create_index("ix_notification_list_rep_id", "notification_list", ["rep_id"])
