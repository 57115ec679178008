"""The table of lists: one template to several customers, at a pace."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

notification_list = sa.Table(
    "notification_list",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # minted by the desk or program that asked
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False, index=True),
    sa.Column("state", sa.Text, nullable=False),  # domain.notification_lists.ListState
    sa.Column("per_minute", sa.Integer, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
)
