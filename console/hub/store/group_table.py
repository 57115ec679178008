"""The table of groups: how much was said in each; nothing of it opens a session."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

group_chat = sa.Table(
    "group_chat",
    metadata,
    sa.Column("channel_id", sa.Text, primary_key=True),
    sa.Column("group_id", sa.Text, primary_key=True),
    sa.Column("messages", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_at", Moment, nullable=False),
)
