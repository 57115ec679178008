"""The tables of money: price lists, ad clicks, what messages cost, the wallet."""

import sqlalchemy as sa

from console.hub.store.columns import Moment
from console.hub.store.schema import metadata

_COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
#: What the index of open costs knows: rows whose credits may still change.
OPEN = sa.text("open")

money_rule = sa.Table(
    "money_rule",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("rule", sa.JSON, nullable=False),  # domain.money_rule.MoneyRule
)
price_list = sa.Table(  # rows are only added; the newest holds
    "price_list",
    metadata,
    sa.Column("id", _COUNTED, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
ad_click = sa.Table(
    "ad_click",
    metadata,
    sa.Column("message_id", sa.ForeignKey("message.id"), primary_key=True),  # that told of it
    sa.Column("at", Moment, nullable=False),
)
cost = sa.Table(  # one for each message that was given to the platform
    "cost",
    metadata,
    sa.Column("message_id", sa.ForeignKey("message.id"), primary_key=True),
    sa.Column("channel_id", sa.Text, nullable=False),
    sa.Column("accepted_at", Moment, nullable=False),
    sa.Column("landed_at", Moment),  # delivered or read, the earliest told
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("market", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("price", sa.Text),  # a decimal number; None if the list had none
    sa.Column("free", sa.Text, nullable=False),  # domain.charges.Free, or empty
    sa.Column("credits", sa.Integer, nullable=False),  # taken from the wallet
    sa.Column("open", sa.Boolean, nullable=False),  # its credits may still change
    sa.Column("difference", sa.Text, nullable=False, server_default=""),  # to Meta's word
    sa.Index("ix_cost_landed", "channel_id", "landed_at"),
    sa.Index("ix_cost_open", "message_id", sqlite_where=OPEN, postgresql_where=OPEN),
)
wallet = sa.Table(
    "wallet",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True),
    sa.Column("left", sa.BigInteger, nullable=False),  # what entries brought less what is taken
)
wallet_entry = sa.Table(  # rows are only added
    "wallet_entry",
    metadata,
    sa.Column("id", _COUNTED, primary_key=True, autoincrement=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # so that none is made twice
    sa.Column("at", Moment, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # allowance, top_up, correction
    sa.Column("credits", sa.BigInteger, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
)
