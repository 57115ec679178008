"""The tables of notifications: who is written to first, whose places that takes, the limit."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),  # minted by the desk or program that asked
    sa.Column("list_id", sa.Text, index=True),  # of the list it belongs to, if any
    sa.Column("channel_id", sa.ForeignKey("channel.id"), nullable=False),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), index=True),
    sa.Column("conversation_id", sa.Text, index=True),  # once it has started
    sa.Column("message_id", sa.Text),
    sa.Column("number", sa.Text, nullable=False, server_default=""),  # as typed, with its +
    sa.Column("name", sa.Text, nullable=False, server_default=""),
    sa.Column("body", sa.JSON, nullable=False),  # a TemplateMessage as asked for
    sa.Column("rep_id", sa.ForeignKey("rep.id"), nullable=False),
    sa.Column("to_inbox", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),  # domain.notifications.State
    sa.Column("why", sa.Text, nullable=False, server_default=""),
    sa.Column("due_at", Moment),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),  # started, refused or canceled
    sa.Column("answered_at", Moment),  # the customer has written since
    sa.Index("ix_notification_rep", "rep_id", "made_at"),
)
#: Templates outside a window, by message: each customer takes a place for 24 hours.
reach = sa.Table(
    "reach",
    metadata,
    sa.Column("message_id", sa.Text, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customer.id"), nullable=False, index=True),
    sa.Column("at", Moment, nullable=False, index=True),
)
messaging_limit = sa.Table(
    "messaging_limit",
    metadata,
    sa.Column("waba_id", sa.Text, primary_key=True),
    sa.Column("customers", sa.BigInteger, nullable=False),  # in 24 hours; -1: any number
    sa.Column("told_at", Moment, nullable=False),
)
