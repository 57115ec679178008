"""Messages are marked as edited, deleted or copied; who has a thread is known with its time."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the columns; hubs before it leave them at their defaults."""
    for column in (
        sa.Column("often_forwarded", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("origin", sa.Text, nullable=False, server_default=""),
        sa.Column("edited_at", Moment),
        sa.Column("deleted_at", Moment),
    ):
        op.add_column("message", column)
    op.add_column("conversation", sa.Column("held_at", Moment))
    op.add_column(
        "channel", sa.Column("may_take", sa.Boolean, nullable=False, server_default=sa.true())
    )
