"""Numbers that were connected in the window, with their keys and what Meta told of them."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0017"
down_revision = "0016"
branch_labels = depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "number",
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("rep_id", sa.Text),
        sa.Column("facts", sa.JSON, nullable=False, server_default="{}"),
        sa.Column("alarms", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("registered", sa.JSON, nullable=False, server_default="[]"),
        sa.Column("looked_at", Moment),
        sa.PrimaryKeyConstraint("channel_id", name="pk_number"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name="fk_number_channel_id_channel"
        ),
        sa.ForeignKeyConstraint(["rep_id"], ["rep.id"], name="fk_number_rep_id_rep"),
    )
