"""The table of consents: what customers have agreed to and taken back; rows are only added."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

consent = sa.Table(
    "consent",
    metadata,
    sa.Column(
        "id",
        sa.BigInteger().with_variant(sa.Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), nullable=False, index=True),
    sa.Column("channel_id", sa.ForeignKey("channel.id")),  # none: for all of the business
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("granted", sa.Boolean, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("wording", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),  # when the customer said so
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),  # a name, or who else put it down
)
