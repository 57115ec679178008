"""Who is written to first, and how many that may be."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0020"
down_revision = "0019"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the tables; hubs before it go on without them and count nobody."""
    op.create_table(
        "notification",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("list_id", sa.Text),
        sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id"), nullable=False),
        sa.Column("customer_id", sa.Text, sa.ForeignKey("customer.id")),
        sa.Column("conversation_id", sa.Text),
        sa.Column("message_id", sa.Text),
        sa.Column("number", sa.Text, nullable=False, server_default=""),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("rep_id", sa.Text, sa.ForeignKey("rep.id"), nullable=False),
        sa.Column("to_inbox", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False, server_default=""),
        sa.Column("due_at", Moment),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("answered_at", Moment),
    )
    for column in ("list_id", "customer_id", "conversation_id"):
        op.create_index(f"ix_notification_{column}", "notification", [column])
    op.create_index("ix_notification_rep", "notification", ["rep_id", "made_at"])
    op.create_table(
        "reach",
        sa.Column("message_id", sa.Text, primary_key=True),
        sa.Column("customer_id", sa.Text, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_reach_customer_id", "reach", ["customer_id"])
    op.create_index("ix_reach_at", "reach", ["at"])
    op.create_table(
        "messaging_limit",
        sa.Column("waba_id", sa.Text, primary_key=True),
        sa.Column("customers", sa.BigInteger, nullable=False),
        sa.Column("told_at", Moment, nullable=False),
    )
