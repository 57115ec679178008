"""Each account's limit of templates is known."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the column; hubs before it leave it at what every account may have."""
    column = sa.Column("templates_limit", sa.Integer, nullable=False, server_default="250")
    op.add_column("channel", column)
