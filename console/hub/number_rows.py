"""Number rows: what the hub keeps of a number beside its channel."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.domain.business_numbers import REGISTRATIONS_WITHIN
from console.domain.ids import ChannelId
from console.hub.store.number_table import number
from console.hub.store.prepared import Row
from console.hub.store.schema import channel
from console.hub.store.transaction import Transaction


async def keep(tx: Transaction, channel_id: ChannelId, **values: object) -> None:
    """These values are kept of the number."""
    this = number.c.channel_id == channel_id
    if await find(tx, channel_id) is None:
        await tx.execute(number.insert().values(channel_id=channel_id, **values))
    else:
        await tx.execute(number.update().where(this).values(values))


async def find(tx: Transaction, channel_id: ChannelId) -> Row | None:
    """What is kept; None if nothing is yet."""
    return await tx.row(sa.select(number).where(number.c.channel_id == channel_id))


async def goes_to(connection: AsyncConnection, channel_id: ChannelId) -> tuple[str, str]:
    """The queue its sessions go to, and the rep whose own it is or nothing."""
    query = (
        sa.select(channel.c.queue_id, number.c.rep_id)
        .outerjoin(number, number.c.channel_id == channel.c.id)
        .where(channel.c.id == channel_id)
    )
    row = (await connection.execute(query)).first()
    return ("", "") if row is None else (row.queue_id, row.rep_id or "")


async def registered(connection: AsyncConnection, channel_id: ChannelId, now: datetime) -> int:
    """How often the number was registered within the time that Meta looks at."""
    return len(await _lately(connection, channel_id, now))


async def register(tx: Transaction, channel_id: ChannelId) -> None:
    """One registration more counts."""
    moments = [*await _lately(tx.connection, channel_id, tx.now), tx.now.isoformat()]
    await keep(tx, channel_id, registered=moments)


async def _lately(
    connection: AsyncConnection, channel_id: ChannelId, now: datetime
) -> list[str]:
    query = sa.select(number.c.registered).where(number.c.channel_id == channel_id)
    row = (await connection.execute(query)).first()
    since = now - REGISTRATIONS_WITHIN
    found: list[str] = [] if row is None else row.registered
    return [one for one in found if datetime.fromisoformat(one) > since]
