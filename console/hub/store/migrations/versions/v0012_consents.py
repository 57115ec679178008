"""Every statement of consent is kept; a channel says what offers need."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0012"
down_revision = "0011"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table and the column; hubs before it go on with what stands at the customer."""
    op.create_table(
        "consent",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("customer_id", sa.Text, sa.ForeignKey("customer.id"), nullable=False),
        sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id")),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("granted", sa.Boolean, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
    )
    op.create_index("ix_consent_customer_id", "consent", ["customer_id"])
    op.add_column("channel", sa.Column("consent", sa.JSON, nullable=False, server_default="{}"))
