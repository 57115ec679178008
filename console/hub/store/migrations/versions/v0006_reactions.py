"""Reactions of ours: what the platform has of them, and why one did not go."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the columns."""
    for name in ("reaction_sent", "reaction_trouble"):
        op.add_column("message", sa.Column(name, sa.Text, nullable=False, server_default=""))
