"""Templates that wait a while after a refusal."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "hold",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("times", sa.Integer, nullable=False, server_default="1"),
        sa.PrimaryKeyConstraint("kind", "of", name="pk_hold"),
    )
