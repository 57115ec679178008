"""Tokens are bound to a key of the desk they were given to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.add_column("token", sa.Column("key", sa.Text, nullable=False, server_default=""))
