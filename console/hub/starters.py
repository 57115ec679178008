"""Starters: who wrote to a customer first and wants the answer in their inbox."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from console.domain.ids import ConversationId, RepId
from console.hub.store.among import among
from console.hub.store.columns import Moment
from console.hub.store.notification_table import notification
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

REMEMBERED = timedelta(days=7)
_this = notification.c.conversation_id == sa.bindparam("which", type_=sa.Text)
_open = notification.c.answered_at.is_(None)
_lately = notification.c.ended_at > sa.bindparam("since", type_=Moment)
_columns = (notification.c.conversation_id, notification.c.rep_id, notification.c.to_inbox)
_LAST = (
    sa.select(*_columns)
    .where(_this, _open, _lately)
    .order_by(notification.c.ended_at.desc())
    .limit(1)
)
_LAST_OF_EACH = (
    sa.select(*_columns)
    .where(among(notification.c.conversation_id, "threads"), _open, _lately)
    .order_by(notification.c.ended_at)
)
_ANSWERED = notification.update().where(_this, _open)


async def take_answer(tx: Transaction, conversation_id: ConversationId) -> RepId | None:
    """Who is to have the customer's answer, asked once; None if nobody wants it."""
    since = tx.now - REMEMBERED
    last = await tx.ask(notification, _LAST, which=conversation_id, since=since)
    if last is None:
        return None
    await tx.change(_ANSWERED, which=conversation_id, answered_at=tx.now)
    return RepId(last["rep_id"]) if last["to_inbox"] else None


def foresee_last(tx: Transaction, conversation_id: str, row: Row | None) -> None:
    """This is the last that wrote first in the conversation, or nobody did."""
    question = _LAST, conversation_id, tx.now - REMEMBERED
    tx.ahead.foresee(notification, question, [] if row is None else [row])


async def foresee(tx: Transaction, conversation_ids: Sequence[str]) -> None:
    """Who wrote first in each conversation is known."""
    since = tx.now - REMEMBERED
    rows = await tx.rows(_LAST_OF_EACH, threads=conversation_ids, since=since)
    found = {row["conversation_id"]: row for row in rows}
    for conversation_id in conversation_ids:
        foresee_last(tx, conversation_id, found.get(conversation_id))
