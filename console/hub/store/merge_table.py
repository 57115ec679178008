"""The table of records that were joined: what moved, so that it can be taken apart again."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

merge = sa.Table(
    "merge",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # no foreign keys: either may be joined into another record later
    sa.Column("kept", sa.Text, nullable=False, index=True),
    sa.Column("gone", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),  # a name; empty where the platform showed it
    sa.Column("moved", sa.JSON, nullable=False),  # hub.splitting
    sa.Column("undone_at", Moment),
)
