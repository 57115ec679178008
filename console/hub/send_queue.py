"""Send queue: hands messages to the outbox, and takes back what may not go any more."""

import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, MessageId
from console.hub import jobs
from console.hub.store import schema
from console.hub.store.transaction import Transaction

SEND = "send"
_message = schema.message
_WAITING = (Delivery.ACCEPTED_BY_HUB.value, Delivery.RETRYING.value)


async def enqueue(
    tx: Transaction, message_id: MessageId, conversation_id: ConversationId
) -> None:
    """The outbox will send this message after all earlier ones to the same customer."""
    await jobs.put(tx, SEND, message_id, lane=conversation_id)


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
            _message.c.state.in_(_WAITING),
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
        .where(_message.c.id == message_id, _message.c.state.in_(_WAITING))
        .values(state=state.value, state_at=tx.now, retry_at=None, trouble=trouble)
    )
    if not changed.rowcount:
        return False
    await jobs.drop(tx, SEND, message_id)
    tx.tell("message", message_id)
    return True
