"""The table of numbers: keys of those connected in the window, what Meta told of each."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

number = sa.Table(
    "number",
    metadata,
    sa.Column("channel_id", sa.ForeignKey("channel.id"), primary_key=True),
    sa.Column("sealed", sa.Text),  # its keys; none: the number stands in hub.toml
    sa.Column("rep_id", sa.ForeignKey("rep.id")),  # whose own it is
    sa.Column(
        "facts", sa.JSON, nullable=False, server_default="{}"
    ),  # domain.business_numbers.NumberFacts
    sa.Column("alarms", sa.JSON, nullable=False, server_default="[]"),  # of domain.Finding
    sa.Column("registered", sa.JSON, nullable=False, server_default="[]"),  # when, lately
    sa.Column("looked_at", Moment),
)
