"""Dead letters, and how fast numbers and customers may be written to."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment

revision = "0003"
down_revision = "0002"
branch_labels = depends_on = None
_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Adds the table and the columns."""
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text),
        sa.Column("conversation_id", sa.Text),
        sa.Column("channel_id", sa.Text),
        sa.Column("author_id", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False, server_default="") for name in _WORDS),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="1"),
        sa.Column("may_have_arrived", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("item", sa.JSON, nullable=False),
        sa.Column("died_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("outcome", sa.Text, nullable=False, server_default=""),
        sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name="fk_dead_letter_message_id"
        ),
    )
    op.create_index(
        "one_open_letter",
        "dead_letter",
        ["message_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_dead_letter_died", "dead_letter", ["died_at", "id"])
    op.add_column("conversation", sa.Column("paced_until", Moment))
    op.add_column("channel", sa.Column("paced_until", Moment))
    op.add_column(
        "channel",
        sa.Column("messages_per_s", sa.Integer, nullable=False, server_default="80"),
    )


_WORDS = ("words", "code", "kind")
