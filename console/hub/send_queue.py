"""Send queue: hands messages to the outbox, and takes back what may not go any more."""

from datetime import timedelta

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, MessageId
from console.domain.texts import N_
from console.hub import costs, jobs
from console.hub.store import schema
from console.hub.store.transaction import Transaction

SEND = "send"
BEHIND = N_(
    "Waits for an earlier message to this customer, so that they arrive in order. Try that "
    "one now, or withdraw it."
)
_LONG = timedelta(seconds=10)
_message, _job, _conversation = schema.message, schema.job, schema.conversation
WAITING = (Delivery.ACCEPTED_BY_HUB.value, Delivery.RETRYING.value)


async def enqueue(
    tx: Transaction, message_id: MessageId, conversation_id: ConversationId
) -> None:
    """The outbox will send this message after all earlier ones to the same customer."""
    await costs.expect(tx, message_id)
    await jobs.put(tx, SEND, message_id, lane=conversation_id)
    await explain_waits(tx, conversation_id)


async def explain_waits(tx: Transaction, conversation_id: ConversationId) -> None:
    """Messages behind one that waits long say so, until it is their turn."""
    first = await tx.row(
        sa.select(_job.c.key, _job.c.due_at)
        .where(_job.c.kind == SEND, _job.c.lane == conversation_id)
        .order_by(_job.c.id)
        .limit(1)
    )
    if first is None or first["due_at"] < tx.now + _LONG:
        return
    behind = await tx.rows(
        _message.update()
        .where(
            _message.c.conversation_id == conversation_id,
            _message.c.id != first["key"],
            _message.c.state == Delivery.ACCEPTED_BY_HUB.value,
            _message.c.trouble == "",
        )
        .values(trouble=BEHIND)
        .returning(_message.c.id)
    )
    for row in behind:
        tx.tell("message", row["id"])


async def hasten(tx: Transaction, message_id: MessageId) -> bool:
    """Whether the message waited for its next try, which is due now."""
    changed = await tx.execute(
        _message.update()
        .where(_message.c.id == message_id, _message.c.state.in_(WAITING))
        .values(retry_at=tx.now)
    )
    tx.tell("message", message_id)
    return bool(changed.rowcount) and bool(
        await jobs.hasten(tx, SEND, _job.c.key == message_id)
    )


async def hasten_channel(tx: Transaction, channel_id: str) -> None:
    """Everything that waited for this number is due now, each customer's in order."""
    threads = sa.select(_conversation.c.id).where(_conversation.c.channel_id == channel_id)
    await jobs.hasten(tx, SEND, _job.c.lane.in_(threads))


async def take_back(
    tx: Transaction, conversation_id: ConversationId, trouble: str
) -> list[MessageId]:
    """Free-form messages that had not been tried, in order; they go back to the rep.

    One whose attempt is under way stays: the platform decides on it.
    """
    rows = await tx.rows(
        sa.select(_message.c.id)
        .where(
            _message.c.conversation_id == conversation_id,
            _message.c.direction == Direction.OUTBOUND.value,
            _message.c.state.in_(WAITING),
            _message.c.kind != "template",
        )
        .order_by(_message.c.order)
    )
    taken = [MessageId(row["id"]) for row in rows]
    for message_id in taken:
        await withdraw(tx, message_id, Delivery.RETURNED, trouble)
    return taken


async def withdraw(
    tx: Transaction, message_id: MessageId, state: Delivery, trouble: str = ""
) -> bool:
    """Whether the message still waited to be sent; it is in `state` now and will not go."""
    changed = await tx.execute(
        _message.update()
        .where(_message.c.id == message_id, _message.c.state.in_(WAITING))
        .values(state=state.value, state_at=tx.now, retry_at=None, trouble=trouble)
    )
    if not changed.rowcount:
        return False
    await jobs.drop(tx, SEND, message_id)
    tx.tell("message", message_id)
    return True
