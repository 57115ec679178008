"""Identities have a history."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0015"
down_revision = "0014"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds columns, and the table of what was given up; hubs before it remember nothing."""
    op.add_column("identity", sa.Column("since", Moment))
    op.add_column("identity", sa.Column("seen_on", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "former_identity",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("customer_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("since", Moment),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_former_identity"),
    )
    op.create_index("ix_former_identity_customer_id", "former_identity", ["customer_id"])
    op.create_index("ix_former_identity_kind_value", "former_identity", ["kind", "value"])
