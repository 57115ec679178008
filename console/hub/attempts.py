"""Attempts: each try at sending a message, on record before it is made."""

from datetime import datetime

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.ids import MessageId
from console.domain.texts import N_
from console.hub.outgoing import Message
from console.hub.store import schema
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

ACCEPTED, RETRY, UNKNOWN, FAILED, CHANNEL = "accepted", "retry", "unknown", "failed", "channel"
HUB_STOPPED = N_("The hub stopped during the call.")
_attempt = schema.attempt


async def start(tx: Transaction, message_id: MessageId) -> int:
    """The number of the attempt that begins now, from 1."""
    row = await tx.row(
        sa.select(sa.func.max(_attempt.c.number).label("number")).where(
            _attempt.c.message_id == message_id
        )
    )
    number = 1 + int((row["number"] if row is not None else 0) or 0)
    await tx.execute(
        _attempt.insert().values(message_id=message_id, number=number, started_at=tx.now)
    )
    return number


async def end(
    tx: Transaction,
    message_id: MessageId,
    number: int,
    outcome: str,
    detail: str = "",
    *,
    code: int = 0,
) -> None:
    """The attempt's outcome is on record; one that a status has given already stays."""
    same = sa.and_(_attempt.c.message_id == message_id, _attempt.c.number == number)
    await tx.execute(
        _attempt.update()
        .where(same, _attempt.c.outcome.in_(["", UNKNOWN]))
        .values(ended_at=tx.now, outcome=outcome, code=str(code) if code else "", detail=detail)
    )


async def lose(tx: Transaction, message_id: MessageId) -> None:
    """Attempts without an outcome will not get one from us any more."""
    await tx.execute(
        _attempt.update()
        .where(_attempt.c.message_id == message_id, _attempt.c.ended_at.is_(None))
        .values(ended_at=tx.now, outcome=UNKNOWN, detail=HUB_STOPPED)
    )


async def retries(tx: Transaction, message_id: MessageId, claims: int) -> int:
    """How many attempts in a row, up to the newest, the platform did not process.

    `claims` is how often the job was claimed since the message was last asked for: attempts
    from before that don't count.
    """
    return len(await _unprocessed(tx, message_id, claims))


async def failures(tx: Transaction, message_id: MessageId) -> int:
    """How many attempts the platform has refused."""
    rows = await tx.rows(
        sa.select(_attempt.c.number).where(
            _attempt.c.message_id == message_id, _attempt.c.outcome == FAILED
        )
    )
    return len(rows)


async def waiting_since(tx: Transaction, message: Message, claims: int) -> datetime:
    """When it was last asked for, or else first tried since then."""
    if message.state == Delivery.ACCEPTED_BY_HUB.value:
        return message.state_at or message.at
    tried = await _unprocessed(tx, message.message_id, claims)
    moments: list[datetime] = [row["started_at"] for row in tried]
    return min(moments, default=message.at)


async def _unprocessed(tx: Transaction, message_id: MessageId, claims: int) -> list[Row]:
    rows = await tx.rows(
        sa.select(_attempt)
        .where(_attempt.c.message_id == message_id, _attempt.c.ended_at.is_not(None))
        .order_by(_attempt.c.number.desc())
    )
    run: list[Row] = []
    for row in rows:
        if row["outcome"] == RETRY and len(run) < claims:
            run.append(row)
        elif row["outcome"] != CHANNEL:
            break
    return run
