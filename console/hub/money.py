"""Money: what a message is going to cost, and whether the wallet lets it go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain import charges
from console.domain.charges import Quote
from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ChannelId, ConversationId
from console.domain.money_rule import MoneyRule
from console.domain.people import Role
from console.domain.price_list import PriceRow, category_of, price_of
from console.domain.texts import _
from console.hub import prices
from console.hub.store import schema
from console.hub.store.money_tables import ad_click, cost, money_rule, wallet
from console.hub.store.transaction import Transaction
from console.wire.codec import from_plain

SERVICE = "service"
#: Messages that the platform never had, or that it gave up.
GONE = (
    Delivery.FAILED,
    Delivery.DEAD,
    Delivery.EXPIRED,
    Delivery.CANCELED,
    Delivery.RETURNED,
)
_LONGEST = timedelta(hours=24 + 72)  # from a click to the end of what is free after it
_message, _rep = schema.message, schema.rep


async def quote(
    tx: Transaction,
    channel: ChannelId,
    category: str,
    country: str,
    at: datetime,
    *,
    inside_window: bool,
    conversation: ConversationId | None = None,
) -> Quote:
    """What one message at that time is going to cost; "service" is the category of answers.

    `country`: its two-letter code, or empty if nobody knows it. Without `conversation` nobody
    is asked whether all is free because the customer came by an ad.
    """
    return await quoted(
        tx.connection,
        Asked(channel, category_of(category), country, at, inside_window, conversation),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A message whose cost is asked for; see `quote`."""

    channel: ChannelId
    category: str
    country: str
    at: datetime
    inside_window: bool
    conversation: ConversationId | None


async def quoted(connection: AsyncConnection, asked: Asked) -> Quote:
    """As `quote`, where nothing is written."""
    rule = await rule_of(connection)
    free = await _why_free(connection, rule, asked)
    day = charges.day_of(asked.at, rule.zone_of(asked.channel))
    row = price_of(await prices.rows(connection), asked.category, asked.country, day)
    left = await credits_left(connection) if rule.wallet else None
    return Quote(
        price=None if row is None else Decimal(0) if free else row.price,
        list_price=None if row is None else row.price,
        currency="" if row is None else row.currency,
        market="" if row is None else row.market,
        free=free,
        credits=0 if left is None or free else credits_of(row),
        credits_left=left,
        blocked=await _blocked(connection, rule, asked.category, left)
        if left is not None and not free and left < credits_of(row)
        else None,
    )


async def rule_of(connection: AsyncConnection) -> MoneyRule:
    """How money is counted here."""
    row = (await connection.execute(sa.select(money_rule.c.rule))).first()
    found: MoneyRule = from_plain(MoneyRule, row.rule) if row else MoneyRule()
    return found


async def credits_left(connection: AsyncConnection) -> int:
    """What the wallet holds beside what messages on their way will take."""
    row = (await connection.execute(sa.select(wallet.c.left))).first()
    held = await connection.execute(sa.select(sa.func.sum(cost.c.credits)).where(cost.c.open))
    return (0 if row is None else int(row.left)) - int(held.scalar() or 0)


def credits_of(row: PriceRow | None) -> int:
    """What a message takes from the wallet; one where the list has no price for it."""
    return 1 if row is None else row.credits


async def _why_free(
    connection: AsyncConnection, rule: MoneyRule, asked: Asked
) -> charges.Free | None:
    zone = rule.zone_of(asked.channel)
    before = 0
    if asked.category == SERVICE:
        before = await service_before(
            connection, asked.channel, asked.at, zone, rule.free_each_month
        )
    return charges.why_free(
        asked.category,
        charges.day_of(asked.at, zone),
        inside_window=asked.inside_window,
        entry_point_open=await _is_entry_point_open(connection, asked),
        service_before=before,
        free_each_month=rule.free_each_month,
    )


async def service_before(
    connection: AsyncConnection, channel: ChannelId, at: datetime, zone: str, most: int
) -> int:
    """How many answers of the number have been delivered in this month, up to `most`."""
    first, _next = charges.month_of(at, zone)
    some = (
        sa.select(cost.c.message_id)
        .where(
            cost.c.channel_id == channel,
            cost.c.category == SERVICE,
            cost.c.landed_at >= first,
            cost.c.free != charges.Free.ENTRY_POINT.value,
        )
        .limit(most)
    )
    counted = await connection.execute(
        sa.select(sa.func.count()).select_from(some.subquery("counted"))
    )
    return int(counted.scalar_one())


async def _is_entry_point_open(connection: AsyncConnection, asked: Asked) -> bool:
    """Whether the customer came by an ad and all is free because of it."""
    if asked.conversation is None:
        return False
    theirs = _message.c.conversation_id == asked.conversation
    clicks = await connection.execute(
        sa.select(ad_click.c.at)
        .join(_message, _message.c.id == ad_click.c.message_id)
        .where(theirs, _message.c.at > asked.at - _LONGEST)
    )
    for clicked_at in clicks.scalars().all():
        answered = await connection.execute(
            sa.select(sa.func.min(_message.c.at)).where(
                theirs,
                _message.c.direction == Direction.OUTBOUND.value,
                _message.c.at >= clicked_at,
                _message.c.at < asked.at,
                _message.c.state.not_in([state.value for state in GONE]),
            )
        )
        ends = charges.entry_point_ends(clicked_at, answered.scalar())
        if ends is not None and asked.at < ends:
            return True
    return False


async def _blocked(
    connection: AsyncConnection, rule: MoneyRule, category: str, left: int
) -> str | None:
    """Why what costs credits may not go; answers go on unless the settings hold them too."""
    if category == SERVICE and not rule.hold_answers:
        return None
    names = await connection.execute(
        sa.select(_rep.c.name)
        .where(_rep.c.role == Role.ADMIN.value, _rep.c.disabled.is_(False))
        .order_by(_rep.c.name)
        .limit(1)
    )
    who = names.scalar() or _("an administrator")
    if left <= 0:
        return _("No message credits are left. Ask {who} to top up.").format(who=who)
    return _("Only {left} message credits are left, too few. Ask {who} to top up.").format(
        left=left, who=who
    )
