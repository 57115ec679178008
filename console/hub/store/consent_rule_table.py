"""The table of consent rules that administrators have set in place of the settings' own."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

consent_rule = sa.Table(
    "consent_rule",
    metadata,
    sa.Column("channel_id", sa.ForeignKey("channel.id"), primary_key=True),
    sa.Column("rule", sa.JSON, nullable=False),
    sa.Column("set_at", Moment, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
)
