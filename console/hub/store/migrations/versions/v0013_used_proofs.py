"""Replicas share which proofs were used."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0013"
down_revision = "0012"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table; hubs before it remember each their own."""
    op.create_table(
        "used_proof",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_used_proof"),
    )
    op.create_index("ix_used_proof_at", "used_proof", ["at"])
