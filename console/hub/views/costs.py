"""What messages have cost: of one conversation, and of a month with its forecast."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain import charges
from console.domain.charges import Difference
from console.domain.forecast import forecast
from console.domain.ids import ChannelId, ConversationId, SessionId
from console.domain.money_rule import MoneyRule
from console.hub import costs, money, prices, wallet
from console.hub.store import schema
from console.hub.store.money_tables import cost
from console.wire.money import (
    Amount,
    CostLine,
    CostsView,
    DifferenceLine,
    Forecast,
    NumberUse,
    SessionCosts,
)

_CATEGORIES = (money.SERVICE, "utility", "marketing", "authentication")
_WEEKS = timedelta(weeks=4)
_message, _channel = schema.message, schema.channel
_Amounts = dict[str, Decimal]
_charged = sa.and_(cost.c.landed_at.is_not(None), cost.c.free == "")


async def of_session(
    connection: AsyncConnection,
    conversation_id: ConversationId,
    session_id: SessionId,
    now: datetime,
) -> SessionCosts:
    """What the customer has cost, and what one more message of each category would."""
    quotes = {
        category: await costs.quote_for(connection, conversation_id, category, now)
        for category in _CATEGORIES
    }
    theirs = _message.c.conversation_id == conversation_id
    every, unknown = await _sum(connection, theirs)
    here, _unknown = await _sum(connection, theirs & (_message.c.session_id == session_id))
    return SessionCosts(
        quotes=quotes, session=_told(here), conversation=_told(every), unknown=unknown
    )


async def _sum(
    connection: AsyncConnection, which: sa.ColumnElement[bool]
) -> tuple[_Amounts, int]:
    """What charged messages cost by currency, and how many have no known price."""
    rows = await connection.execute(
        sa.select(cost.c.currency, cost.c.price, sa.func.count().label("times"))
        .select_from(cost.join(_message, _message.c.id == cost.c.message_id))
        .where(which, _charged)
        .group_by(cost.c.currency, cost.c.price)
    )
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    unknown = 0
    for row in rows:
        if row.price is None:
            unknown += row.times
        else:
            sums[row.currency] += Decimal(row.price) * row.times
    return dict(sums), unknown


def _told(sums: _Amounts) -> tuple[Amount, ...]:
    return tuple(
        Amount(amount=amount, currency=currency) for currency, amount in sorted(sums.items())
    )


async def of_month(connection: AsyncConnection, now: datetime) -> CostsView:
    """The month so far in the accounts' time zone, and what it is going to cost."""
    rule = await money.rule_of(connection)
    since, until = charges.month_of(now, rule.time_zone)
    return CostsView(
        since=since,
        until=until,
        lines=await _lines(connection, since, until),
        numbers=await _numbers(connection, rule, now),
        forecasts=await _forecasts(connection, rule, now, until),
        differences=await _differences(connection, since, until),
        prices=await prices.info(connection),
        wallet=await wallet.view(connection),
        entries=await wallet.entries(connection),
    )


def _between(since: datetime, until: datetime) -> sa.ColumnElement[bool]:
    # the index begins with the channel
    some = cost.c.channel_id.in_(sa.select(_channel.c.id))
    return sa.and_(some, cost.c.landed_at >= since, cost.c.landed_at < until)


async def _lines(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[CostLine, ...]:
    by = (cost.c.category, cost.c.market, cost.c.country, cost.c.currency)
    rows = await connection.execute(
        sa.select(
            *by,
            cost.c.price,
            (cost.c.free != "").label("is_free"),
            sa.func.count().label("count"),
            sa.func.sum(cost.c.credits).label("credits"),
        )
        .where(_between(since, until))
        .group_by(*by, cost.c.price, sa.literal_column("is_free"))
    )
    groups: defaultdict[tuple[str, str, str], list[sa.RowMapping]] = defaultdict(list)
    for row in rows.mappings():
        place = row["market"] or row["country"]
        groups[row["category"], place, row["currency"]].append(row)
    found = [_line(key, group) for key, group in groups.items()]
    return tuple(sorted(found, key=_dearest))


def _line(key: tuple[str, str, str], group: list[sa.RowMapping]) -> CostLine:
    category, _place, currency = key
    paid = [row for row in group if not row["is_free"]]
    priced = [row for row in paid if row["price"] is not None]
    amount = sum((Decimal(row["price"]) * row["count"] for row in priced), Decimal(0))
    return CostLine(
        category=category,
        market=group[0]["market"],
        country=group[0]["country"],
        count=_count(group),
        free=_count(group) - _count(paid),
        credits=sum(row["credits"] for row in group),
        unknown=_count(paid) - _count(priced),
        amount=Amount(amount=amount, currency=currency) if currency else None,
    )


def _count(rows: Iterable[sa.RowMapping]) -> int:
    return sum(int(row["count"]) for row in rows)


def _dearest(line: CostLine) -> tuple[Decimal, int, str]:
    amount = line.amount.amount if line.amount else Decimal(0)
    return (-amount, -line.count, line.category)


async def _numbers(
    connection: AsyncConnection, rule: MoneyRule, now: datetime
) -> tuple[NumberUse, ...]:
    rows = await connection.execute(
        sa.select(_channel.c.id, _channel.c.name).order_by(_channel.c.name)
    )
    return tuple(
        [
            NumberUse(
                channel_id=ChannelId(row.id),
                name=row.name,
                used=await money.service_before(
                    connection,
                    ChannelId(row.id),
                    now,
                    rule.zone_of(ChannelId(row.id)),
                    rule.free_each_month,
                ),
                free=rule.free_each_month,
            )
            for row in rows.all()
        ]
    )


async def _forecasts(
    connection: AsyncConnection, rule: MoneyRule, now: datetime, until: datetime
) -> tuple[Forecast, ...]:
    zone = ZoneInfo(rule.time_zone)
    today, last = now.astimezone(zone).date(), until.astimezone(zone).date()
    day = min(today.replace(day=1), today - _WEEKS)
    spent: defaultdict[str, dict[date, Decimal]] = defaultdict(dict)
    while day <= today:
        sums, _unknown = await _sum(connection, _between(*_bounds(day, zone)))
        for currency, amount in sums.items():
            spent[currency][day] = amount
        day += timedelta(days=1)
    found = {currency: forecast(days, today, last) for currency, days in spent.items()}
    return tuple(
        Forecast(
            currency=currency,
            so_far=one.so_far,
            expected=one.expected,
            least=one.least,
            most=one.most,
        )
        for currency, one in sorted(found.items())
    )


def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    later = day + timedelta(days=1)
    ends = datetime(later.year, later.month, later.day, tzinfo=zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


async def _differences(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[DifferenceLine, ...]:
    by = (cost.c.difference, cost.c.category, cost.c.market)
    last = sa.func.max(cost.c.landed_at).label("last_at")
    rows = await connection.execute(
        sa.select(*by, sa.func.count().label("count"), last)
        .where(_between(since, until), cost.c.difference != "")
        .group_by(*by)
        .order_by(last.desc())
    )
    return tuple(
        DifferenceLine(
            difference=Difference(row["difference"]),
            category=row["category"],
            market=row["market"],
            count=row["count"],
            last_at=row["last_at"],
        )
        for row in rows.mappings()
    )
