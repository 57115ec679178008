"""The table of holds: which templates wait, and until when."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

hold = sa.Table(
    "hold",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),  # domain.holds.HoldKind
    sa.Column("of", sa.Text, primary_key=True),  # the channel that is slowed, else a customer
    sa.Column("at", Moment, nullable=False),
    sa.Column("until", Moment, nullable=False),
    sa.Column("times", sa.Integer, nullable=False, server_default="1"),
)
