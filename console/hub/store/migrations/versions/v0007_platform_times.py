"""When the platform sent and delivered a message, what that cost; error numbers of attempts."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0007"
down_revision = "0006"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the columns."""
    for state in ("sent", "delivered", "read", "played", "failed"):
        op.add_column("message", sa.Column(f"{state}_at", Moment))
    op.add_column("message", sa.Column("price", sa.JSON))
    op.add_column("attempt", sa.Column("code", sa.Text, nullable=False, server_default=""))
