"""Merging: two records of one person become one, with their threads and sessions."""

import sqlalchemy as sa

from console.domain.ids import ConversationId, CustomerId, SessionId
from console.domain.texts import N_
from console.hub import holds, merge_record, ownership, sessions, timeline
from console.hub.store import schema
from console.hub.store.dead_letter_table import dead_letter
from console.hub.store.notification_table import notification
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_customer, _conversation = schema.customer, schema.conversation
_message, _session = schema.message, schema.session
_MOMENTS = ("last_customer_at", "closed_at")


async def join(tx: Transaction, kept: CustomerId, gone: CustomerId, by: str = "") -> None:
    """Everything of `gone` belongs to `kept`; a second thread on a channel joins the first.

    `by` is who decided so; empty where the platform showed that both are one.
    """
    before = await merge_record.before(tx, kept, gone)
    for table in merge_record.OWNED_BY_CUSTOMER:
        await tx.execute(
            table.update().where(table.c.customer_id == gone).values(customer_id=kept)
        )
    threads = await tx.rows(
        sa.select(_conversation.c.id, _conversation.c.channel_id)
        .where(_conversation.c.customer_id == gone)
        .order_by(_conversation.c.id)
    )
    for thread in threads:
        poured = await _move_thread(
            tx, kept, ConversationId(thread["id"]), thread["channel_id"]
        )
        before["threads"].append(poured or {"id": thread["id"]})
    await _join_details(tx, kept, gone)
    await holds.join(tx, kept, gone)
    await tx.execute(_customer.delete().where(_customer.c.id == gone))
    await merge_record.keep(tx, kept, gone, by, before)
    await told(tx, kept)


async def told(tx: Transaction, customer_id: CustomerId) -> None:
    """Desks hear of the customer and of their open sessions."""
    tx.tell("customer", customer_id)
    rows = await tx.rows(
        sa.select(_session.c.id)
        .join(_conversation, _conversation.c.id == _session.c.conversation_id)
        .where(_conversation.c.customer_id == customer_id, _session.c.ended_at.is_(None))
    )
    for row in rows:
        tx.tell("session", row["id"])


async def _move_thread(
    tx: Transaction, kept: CustomerId, thread: ConversationId, channel_id: str
) -> merge_record.Plain | None:
    """What was poured into the other thread on the channel, if there is one."""
    there = await tx.row(
        sa.select(_conversation.c.id).where(
            _conversation.c.customer_id == kept, _conversation.c.channel_id == channel_id
        )
    )
    if there is None:
        await tx.execute(
            _conversation.update().where(_conversation.c.id == thread).values(customer_id=kept)
        )
        return None
    return await _pour(tx, thread, ConversationId(there["id"]))


async def _pour(
    tx: Transaction, thread: ConversationId, into: ConversationId
) -> merge_record.Plain:
    """The lines and sessions of one thread stand in the other; the emptied one is gone."""
    await timeline.lock(tx, into)
    await timeline.lock(tx, thread)
    await _one_open_session(tx, thread, into)
    # only now: ending a session adds a line
    target, source = await timeline.lock(tx, into), await timeline.lock(tx, thread)
    joined = await _joined(tx, target, source)
    poured = await merge_record.poured(tx, source, target, joined)
    await tx.execute(
        _message.update()
        .where(_message.c.conversation_id == thread)
        .values(conversation_id=into, order=_message.c.order + target["last_order"])
    )
    await tx.execute(
        _session.update()
        .where(_session.c.conversation_id == thread)
        .values(conversation_id=into)
    )
    for table in (schema.media, dead_letter, notification):
        await tx.execute(
            table.update().where(table.c.conversation_id == thread).values(conversation_id=into)
        )
    await tx.execute(schema.job.update().where(schema.job.c.lane == thread).values(lane=into))
    await tx.execute(
        schema.job.delete().where(schema.job.c.kind == "lapse", schema.job.c.key == thread)
    )
    await tx.execute(_conversation.update().where(_conversation.c.id == into).values(joined))
    await tx.execute(_conversation.delete().where(_conversation.c.id == thread))
    for message_id in poured["message"]:
        tx.tell("message", message_id)
    return poured


async def _joined(tx: Transaction, target: Row, source: Row) -> dict[str, object]:
    """The joined thread's row: the newer moments of both."""
    changes: dict[str, object] = {"last_order": target["last_order"] + source["last_order"]}
    for name in _MOMENTS:
        moments = [one for one in (target[name], source[name]) if one is not None]
        changes[name] = max(moments, default=None)
    changes["waiting_since"] = target["waiting_since"] or source["waiting_since"]
    changes["last_message_id"] = await _newer(
        tx, target["last_message_id"], source["last_message_id"]
    )
    return changes


async def _newer(tx: Transaction, *message_ids: str | None) -> str | None:
    """Of the last message of each thread the one that was written later."""
    row = await tx.row(
        sa.select(_message.c.id)
        .where(_message.c.id.in_([one for one in message_ids if one]))
        .order_by(_message.c.at.desc(), _message.c.order.desc())
        .limit(1)
    )
    return None if row is None else str(row["id"])


async def _one_open_session(
    tx: Transaction, thread: ConversationId, into: ConversationId
) -> None:
    """Of two open sessions the one that somebody has stays, or else the older thread's."""
    first = await timeline.open_session(tx, into)
    second = await timeline.open_session(tx, thread)
    if first is None or second is None:
        return
    leaving = await ownership.lock(tx, second)
    staying = await ownership.lock(tx, first)
    if staying.owner_id is None and leaving.owner_id is not None:
        leaving, staying = staying, leaving
    await sessions.end(
        tx, leaving, actor="", text=N_("Ended: the same customer has another session open")
    )
    tx.tell("session", SessionId(staying.session_id))


async def _join_details(tx: Transaction, kept: CustomerId, gone: CustomerId) -> None:
    rows = await tx.rows(
        sa.select(_customer).where(_customer.c.id.in_([kept, gone])).with_for_update()
    )
    details = {row["id"]: row for row in rows}
    older, newer = details[kept], details[gone]
    # an opt-out on either record counts
    refused = {
        entry[0] for row in rows for entry in row["consent"] if len(entry) > 1 and not entry[1]
    }
    consent = [
        entry
        for entry in [*newer["consent"], *older["consent"]]
        if entry and (entry[0] not in refused or not entry[1])
    ]
    made_up = older["name"].startswith(("+", "…", "@"))
    await tx.execute(
        _customer.update()
        .where(_customer.c.id == kept)
        .values(
            name=newer["name"] if made_up else older["name"],
            facts=[
                *older["facts"],
                *(one for one in newer["facts"] if one not in older["facts"]),
            ],
            labels=[*dict.fromkeys([*older["labels"], *newer["labels"]])],
            consent=[list(one) for one in dict.fromkeys(tuple(entry) for entry in consent)],
            blocked=older["blocked"] or newer["blocked"],
            language=older["language"] or newer["language"],
        )
    )
