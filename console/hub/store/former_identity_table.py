"""The table of identities that were given up, or are somebody else's now."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

former_identity = sa.Table(
    "former_identity",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    # no foreign key: hubs of before 0015 know nothing of it when they join two records
    sa.Column("customer_id", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("since", Moment),
    sa.Column("until", Moment, nullable=False),
    sa.Index("ix_former_identity_kind_value", "kind", "value"),
)
