"""Revisions: what its writer edited or deleted is marked; the words stay, they were read."""

from datetime import datetime

import sqlalchemy as sa

from console.domain.directions import Direction, Origin
from console.domain.ids import ConversationId, MessageId, PlatformId
from console.domain.messages import EventKind, SystemEvent
from console.domain.texts import N_
from console.hub import timeline
from console.hub.store import schema
from console.hub.store.transaction import Transaction

_message = schema.message
_WHEN = {Origin.EDIT.value: _message.c.edited_at, Origin.DELETION.value: _message.c.deleted_at}


async def mark(
    tx: Transaction, conversation_id: ConversationId, of: PlatformId, how: Origin, at: datetime
) -> MessageId | None:
    """The message that was edited or deleted, now marked so; None if it isn't here (yet)."""
    when = _WHEN[how.value]
    row = await tx.row(
        _message.update()
        .where(
            _message.c.conversation_id == conversation_id,
            _message.c.platform_id == of,
            sa.or_(when.is_(None), when < at),
        )
        .values({when: at})
        .returning(_message.c.id)
    )
    if row is None:
        return None
    tx.tell("message", row["id"])
    return MessageId(row["id"])


async def deleted(
    tx: Transaction,
    conversation_id: ConversationId,
    target: PlatformId,
    *,
    by: str,
    at: datetime,
) -> None:
    """The message is marked and a line tells of it: an answer may be under way."""
    message_id = await mark(tx, conversation_id, target, Origin.DELETION, at)
    line = SystemEvent(event=EventKind.DELETED, actor=by, text=N_("deleted a message"))
    await timeline.add(
        tx,
        conversation_id=conversation_id,
        direction=Direction.EVENT,
        body=line,
        at=at,
        origin=Origin.DELETION,
        reply_to_id=message_id,
        reply_to_platform_id=target,
    )
