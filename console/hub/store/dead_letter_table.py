"""The table of dead letters."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

_OPEN = sa.text("ended_at IS NULL")
dead_letter = sa.Table(
    "dead_letter",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("message_id", sa.ForeignKey("message.id")),  # None: it came in
    sa.Column("conversation_id", sa.Text),  # of what came in, if it is known
    sa.Column("channel_id", sa.Text),
    sa.Column("author_id", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
    sa.Column("code", sa.Text, nullable=False, server_default=""),
    sa.Column("kind", sa.Text, nullable=False, server_default=""),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="1"),
    sa.Column("may_have_arrived", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("item", sa.JSON, nullable=False),  # what came in; empty once it has expired
    sa.Column("died_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("outcome", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_by", sa.Text, nullable=False, server_default=""),
    sa.Index(
        "one_open_letter",
        "message_id",
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    ),
    sa.Index("ix_dead_letter_died", "died_at", "id"),
)
