"""Where the platform charged otherwise than the price list said."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the column; hubs before it leave it empty."""
    op.add_column("cost", sa.Column("difference", sa.Text, nullable=False, server_default=""))
