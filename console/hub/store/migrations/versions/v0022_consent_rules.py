"""Administrators set a channel's consent rule in place of the settings' own."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0022"
down_revision = "0021"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table; hubs before it read the rule where it always was, at the channel."""
    op.create_table(
        "consent_rule",
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("rule", sa.JSON, nullable=False),
        sa.Column("set_at", Moment, nullable=False),
        sa.Column("set_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name="pk_consent_rule"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_consent_rule_channel_id_channel"
        ),
    )
