"""Price lists, what messages cost, ad clicks, and the wallet with its entries."""

import sqlalchemy as sa
from alembic import op

from console.hub.store.columns import Moment
from console.hub.store.money_tables import OPEN

revision = "0016"
down_revision = "0015"
branch_labels = depends_on = None
_COUNTED = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Adds the tables; hubs before it count nothing."""
    op.create_table(
        "money_rule",
        sa.Column("one", sa.Integer, primary_key=True),
        sa.Column("rule", sa.JSON, nullable=False),
    )
    op.create_table(
        "price_list",
        sa.Column("id", _COUNTED, primary_key=True, autoincrement=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "ad_click",
        sa.Column("message_id", sa.Text, sa.ForeignKey("message.id"), primary_key=True),
        sa.Column("at", Moment, nullable=False),
    )
    _costs()
    _wallet()


def _costs() -> None:
    op.create_table(
        "cost",
        sa.Column("message_id", sa.Text, sa.ForeignKey("message.id"), primary_key=True),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("accepted_at", Moment, nullable=False),
        sa.Column("landed_at", Moment),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("market", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("price", sa.Text),
        sa.Column("free", sa.Text, nullable=False),
        sa.Column("credits", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
    )
    op.create_index("ix_cost_landed", "cost", ["channel_id", "landed_at"])
    op.create_index(
        "ix_cost_open", "cost", ["message_id"], sqlite_where=OPEN, postgresql_where=OPEN
    )


def _wallet() -> None:
    op.create_table(
        "wallet",
        sa.Column("one", sa.Integer, primary_key=True),
        sa.Column("left", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "wallet_entry",
        sa.Column("id", _COUNTED, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("credits", sa.BigInteger, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
