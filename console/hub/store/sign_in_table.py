"""The table of failed sign-ins, by user name and by address."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

sign_in_failure = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # user name or address
    sa.Column("failures", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("paused_until", Moment),
)
