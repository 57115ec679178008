"""Costs: what each message is expected to cost and what the platform then says of it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

import phonenumbers
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp.facts import StatusReported
from console.domain import charges
from console.domain.care_window import CareWindow, is_open
from console.domain.charges import Charged, Free, Quote
from console.domain.delivery import Delivery
from console.domain.errors import NoCredits
from console.domain.ids import ChannelId, ConversationId, MessageId
from console.domain.messages import Body, TemplateMessage
from console.domain.price_list import price_of
from console.domain.prices import Price
from console.hub import money, prices
from console.hub.store import schema
from console.hub.store.columns import Moment
from console.hub.store.money_tables import ad_click, cost
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_LANDED = {Delivery.DELIVERED, Delivery.READ, Delivery.PLAYED}
_message, _conversation, _template = schema.message, schema.conversation, schema.template
_SAID = sa.select(_message.c.body, _message.c.conversation_id).where(
    _message.c.id == sa.bindparam("which")
)
_THREAD = sa.select(_conversation).where(_conversation.c.id == sa.bindparam("which"))
_OF_MESSAGE = sa.select(cost).where(cost.c.message_id == sa.bindparam("which"))
_landed = sa.bindparam("landed", type_=Moment)
_LAND = (
    cost.update()
    .where(
        cost.c.message_id == sa.bindparam("which"),
        sa.or_(cost.c.landed_at.is_(None), cost.c.landed_at > _landed),
    )
    .values(landed_at=_landed)
)


@lru_cache(maxsize=4096)
def country_of(address: str) -> str:
    """The two-letter country of a customer's number or user id; empty if it tells none.

    Source: WhatsApp, "Business-scoped user ids": they begin with the country.
    """
    begin, dot, _rest = address.partition(".")
    if dot and len(begin) == 2 and begin.isalpha():
        return begin.upper()
    try:
        number = phonenumbers.parse(f"+{address.removeprefix('+')}")
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(number) or ""


async def expect(tx: Transaction, message_id: MessageId) -> None:
    """What the message is expected to cost is on record; its credits are spoken for."""
    said = await tx.row(_SAID, which=message_id)
    assert said is not None  # it has just been added
    rule = await money.rule_of(tx.connection)
    thread = ConversationId(said["conversation_id"])
    category = await _category(tx, said["body"].get("template_id"))
    asked = await _asked(tx.connection, thread, category, tx.now)
    found = await money.quoted(tx.connection, asked)
    known = await tx.row(_OF_MESSAGE, which=message_id)  # it is sent once more
    values = {
        "channel_id": asked.channel,
        "accepted_at": tx.now,
        "landed_at": None,
        "country": asked.country,
        "category": asked.category,
        "market": found.market,
        "currency": found.currency,
        "price": None if found.list_price is None else str(found.list_price),
        "free": found.free or "",
        "credits": found.credits,
        "open": rule.wallet,
        "difference": "",
    }
    if known is None:
        await tx.execute(cost.insert().values(message_id=message_id, **values))
    else:
        await tx.execute(cost.update().where(cost.c.message_id == message_id).values(values))


async def check(tx: Transaction, conversation_id: ConversationId, body: Body) -> None:
    """Passes if the wallet lets this go.

    Raises:
        NoCredits: it doesn't; the words say who can help.
    """
    template_id = body.template_id if isinstance(body, TemplateMessage) else None
    category = await _category(tx, template_id)
    found = await quote_for(tx.connection, conversation_id, category, tx.now)
    if found.blocked is not None:
        raise NoCredits(found.blocked)


async def quote_for(
    connection: AsyncConnection, conversation_id: ConversationId, category: str, now: datetime
) -> Quote:
    """What one message of this category to this customer would cost now."""
    asked = await _asked(connection, conversation_id, category, now)
    return await money.quoted(connection, asked)


async def _asked(
    connection: AsyncConnection, conversation_id: ConversationId, category: str, now: datetime
) -> money.Asked:
    thread = (await connection.execute(_THREAD, {"which": conversation_id})).mappings().one()
    window = CareWindow(thread["last_customer_at"], thread["closed_at"])
    return money.Asked(
        channel=ChannelId(thread["channel_id"]),
        category=category,
        country=country_of(thread["address"]),
        at=now,
        inside_window=is_open(window.expires_at, now),
        conversation=conversation_id,
    )


async def _category(tx: Transaction, template_id: str | None) -> str:
    """That of the template as it is now: the price follows it at the time of use."""
    if template_id is None:
        return money.SERVICE
    row = await tx.row(sa.select(_template.c.template).where(_template.c.id == template_id))
    return "" if row is None else str(row["template"]["category"])


async def clicked(tx: Transaction, message_id: MessageId, at: datetime) -> None:
    """The customer came by an ad or a post with this message."""
    await tx.execute(ad_click.insert().values(message_id=message_id, at=at))


async def of_message(connection: AsyncConnection, message_id: MessageId) -> Charged | None:
    """What a message is counted as; None if nobody counted it."""
    found = await connection.execute(_OF_MESSAGE, {"which": message_id})
    row = found.mappings().first()
    return None if row is None else _charged(row)


def _charged(row: Row | sa.RowMapping) -> Charged:
    return Charged(
        category=row["category"],
        free=Free(row["free"]) if row["free"] else None,
        price=None if row["price"] is None else Decimal(row["price"]),
        currency=row["currency"],
    )


async def told(tx: Transaction, message_id: MessageId, report: StatusReported) -> None:
    """A report about a message counts: once, whatever the order and however often it comes."""
    if report.status in _LANDED:
        await tx.change(_LAND, which=message_id, landed=report.at or tx.now)
    if report.price is not None:
        await _reconcile(tx, message_id, report.price)


async def _reconcile(tx: Transaction, message_id: MessageId, price: Price) -> None:
    row = await tx.row(_OF_MESSAGE, which=message_id)
    if row is None or row["difference"]:
        return  # what differs is told once, and kept as it was told first
    expected = _charged(row)
    found, difference = charges.reconciled(expected, price)
    if found == expected:
        return
    if found.free is None and found.price is None:
        found = await _priced(tx, row, found)
    await tx.execute(
        cost.update()
        .where(cost.c.message_id == message_id)
        .values(
            category=found.category,
            free=found.free or "",
            price=None if found.price is None else str(found.price),
            currency=found.currency,
            difference=difference.value,
        )
    )


async def _priced(tx: Transaction, row: Row, found: Charged) -> Charged:
    """The same with what the list says of a category that nobody expected."""
    rule = await money.rule_of(tx.connection)
    day = charges.day_of(row["accepted_at"], rule.zone_of(ChannelId(row["channel_id"])))
    listed = price_of(await prices.rows(tx.connection), found.category, row["country"], day)
    if listed is None:
        return found
    return replace(found, price=listed.price, currency=listed.currency)
