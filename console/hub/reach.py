"""Reach: how many customers were written to first in 24 hours, against the platform's limit.

All numbers of a hub are taken to be of one business portfolio, which the limit belongs to.
Source: WhatsApp, "Messaging limits": unique customers per rolling 24 hours; answers in an
open window don't count.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from console.channels.whatsapp.messaging_limits import ANY_NUMBER
from console.domain.care_window import CareWindow, is_open
from console.domain.delivery import NOT_SENT
from console.domain.errors import TooMany
from console.domain.ids import ConversationId, CustomerId, MessageId
from console.domain.notifications import Reach, no_place
from console.hub import jobs
from console.hub.store import schema
from console.hub.store.notification_table import messaging_limit, reach
from console.hub.store.transaction import EVERYONE, Transaction

TELL_REACH = "reach"
DAY = timedelta(hours=24)
_SETTLES, _SOONEST = timedelta(seconds=5), timedelta(minutes=1)
_message, _conversation = schema.message, schema.conversation


def _lately(since: datetime) -> sa.ColumnElement[bool]:
    """Rows that take a place: what has not gone, and will not, takes none."""
    gone = [state.value for state in NOT_SENT]
    return sa.and_(reach.c.at > since, _message.c.state.not_in(gone))


async def now(connection: AsyncConnection, at: datetime) -> Reach:
    """The count at a moment."""
    each = (
        sa.select(sa.func.max(reach.c.at).label("last"))
        .join(_message, _message.c.id == reach.c.message_id)
        .where(_lately(at - DAY))
        .group_by(reach.c.customer_id)
        .subquery("each")
    )
    query = sa.select(sa.func.count(), sa.func.min(each.c.last).label("first"))
    row = (await connection.execute(query.select_from(each))).one()
    least = sa.select(sa.func.min(messaging_limit.c.customers)).where(
        messaging_limit.c.customers != ANY_NUMBER
    )
    return Reach(
        count=row[0],
        limit=(await connection.execute(least)).scalar(),
        frees_at=None if row.first is None else row.first + DAY,
    )


async def has_place(connection: AsyncConnection, customer_id: CustomerId, at: datetime) -> bool:
    """Whether the customer is counted already, so that one more message takes nothing."""
    query = (
        sa.select(reach.c.message_id)
        .join(_message, _message.c.id == reach.c.message_id)
        .where(reach.c.customer_id == customer_id, _lately(at - DAY))
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def take(tx: Transaction, message_id: MessageId, conversation_id: ConversationId) -> None:
    """A template about to be sent takes its customer's place, unless the window is open.

    Raises:
        TooMany: there is none left.
    """
    row = await tx.row(sa.select(_conversation).where(_conversation.c.id == conversation_id))
    assert row is not None  # it is locked
    if is_open(CareWindow(row["last_customer_at"], row["closed_at"]).expires_at, tx.now):
        return
    if not await has_place(tx.connection, row["customer_id"], tx.now):
        reached = await now(tx.connection, tx.now)
        if reached.is_full:
            raise TooMany(no_place(reached))
    await tx.execute(reach.delete().where(reach.c.message_id == message_id))
    await tx.execute(
        reach.insert().values(message_id=message_id, customer_id=row["customer_id"], at=tx.now)
    )
    await _tell_soon(tx, tx.now + _SETTLES)


async def lock(tx: Transaction) -> None:
    """Nobody else takes a place until this transaction ends: two can't take the last."""
    everybody = {"waba_id": "", "customers": ANY_NUMBER, "told_at": tx.now}
    await tx.add_or_lock(messaging_limit, **everybody)


async def limit_told(tx: Transaction, waba_id: str, customers: int) -> None:
    """The platform says how many customers may be written to first; `ANY_NUMBER` for all."""
    same = messaging_limit.c.waba_id == waba_id
    known = await tx.row(sa.select(messaging_limit).where(same))
    if known is None:
        row = {"waba_id": waba_id, "customers": customers, "told_at": tx.now}
        await tx.execute(messaging_limit.insert().values(row))
    elif known["customers"] == customers:
        return
    else:
        changed = {"customers": customers, "told_at": tx.now}
        await tx.execute(messaging_limit.update().where(same).values(changed))
    await _tell(tx)


async def tell(tx: Transaction) -> None:
    """Desks hear the count as it is now, and again when the next place is free."""
    await tx.execute(reach.delete().where(reach.c.at <= tx.now - 2 * DAY))
    await _tell(tx)
    frees_at = (await now(tx.connection, tx.now)).frees_at
    if frees_at is not None:
        await jobs.put(tx, TELL_REACH, "*", due_at=max(frees_at, tx.now + _SOONEST))


async def _tell(tx: Transaction) -> None:
    for row in await tx.rows(sa.select(schema.channel.c.id)):
        tx.tell("channel", row["id"], [EVERYONE])


async def _tell_soon(tx: Transaction, at: datetime) -> None:
    """Once for many that come together."""
    job = schema.job
    planned = await tx.row(sa.select(job.c.due_at).where(job.c.kind == TELL_REACH))
    if planned is None or planned["due_at"] > at:
        await jobs.put(tx, TELL_REACH, "*", due_at=at)
