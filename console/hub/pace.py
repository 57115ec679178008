"""Pace: how fast a customer and a number may be written to, as buckets that fill by themselves.

Each bucket is one moment: until when what was taken from it is used up again. The moment is
in the database, so that all replicas draw from the same bucket.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from console.domain.ids import ConversationId
from console.hub.jobs import Job
from console.hub.store import schema
from console.hub.store.transaction import Transaction

# Source: WhatsApp, "Throughput": one message per 6 s to one customer; up to 45 may go at once
# and are borrowed from the time that follows
PAIR_EVERY, PAIR_BURST = timedelta(seconds=6), 45
_conversation, _channel = schema.conversation, schema.channel


def taken(
    until: datetime | None, now: datetime, every: timedelta, burst: int
) -> tuple[datetime, timedelta]:
    """The bucket's moment once one more is taken, and how long that one has to wait."""
    after = max(until or now, now) + every
    return after, max(after - every * burst - now, timedelta(0))


async def customers_turn(tx: Transaction, conversation_id: ConversationId) -> timedelta:
    """How long to wait for this customer's next turn; zero takes it. Their row is locked."""
    row = await tx.row(
        sa.select(_conversation.c.paced_until).where(_conversation.c.id == conversation_id)
    )
    until = row["paced_until"] if row is not None else None
    after, wait = taken(until, tx.now, PAIR_EVERY, PAIR_BURST)
    if not wait:
        await tx.execute(
            _conversation.update()
            .where(_conversation.c.id == conversation_id)
            .values(paced_until=after)
        )
    return wait


async def numbers_turn(tx: Transaction, channel_id: str) -> timedelta:
    """How long to wait for a turn at the number, which is taken; zero is now."""
    row = await tx.row(
        sa.select(_channel.c.paced_until, _channel.c.messages_per_s)
        .where(_channel.c.id == channel_id)
        .with_for_update()
    )
    if row is None:
        return timedelta(0)
    rate = max(int(row["messages_per_s"]), 1)
    after, wait = taken(row["paced_until"], tx.now, timedelta(seconds=1) / rate, rate)
    await tx.execute(
        _channel.update().where(_channel.c.id == channel_id).values(paced_until=after)
    )
    return wait


def is_kept_turn(job: Job) -> bool:
    """Whether the job comes back for a turn that it took, of customer and number."""
    return job.data.get("turn_at") == job.due_at.isoformat()


def turn(due_at: datetime) -> dict[str, str]:
    """The mark of a job that comes back for a turn that is kept for it."""
    return {"turn_at": due_at.isoformat()}
