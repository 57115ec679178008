"""Splitting: two records that were joined are two again, each with what was its own."""

from typing import Any

import sqlalchemy as sa

from console.domain.care_window import CareWindow, is_open
from console.domain.directions import Direction
from console.domain.ids import ConversationId, CustomerId
from console.hub import jobs, merging, timeline
from console.hub.merge_record import IN_THREAD, OWNED_BY_CUSTOMER, Plain, row_of
from console.hub.store import schema
from console.hub.store.hold_table import hold
from console.hub.store.merge_table import merge
from console.hub.store.prepared import Row
from console.hub.store.transaction import Transaction

_customer, _conversation = schema.customer, schema.conversation
_message, _identity, _job = schema.message, schema.identity, schema.job
_LISTS = ("facts", "labels", "consent")


async def split(tx: Transaction, found: Row) -> CustomerId:
    """The customer that was joined into another is there again, as before; its id.

    What came since stays where it stands, but for what was written in sessions that go back.
    `found` is the row of the merge, the newest of its customer.
    """
    kept, gone = CustomerId(found["kept"]), CustomerId(found["gone"])
    moved: Plain = found["moved"]
    await tx.execute(_customer.insert().values(row_of(_customer, moved["gone"])))
    for table in OWNED_BY_CUSTOMER:
        await _give_back(tx, table, moved["rows"].get(table.name, []), kept, gone)
    for thread in moved["threads"]:
        if "source" in thread:
            await _unpour(tx, thread, gone)
        else:
            await tx.execute(
                _conversation.update()
                .where(_conversation.c.id == thread["id"], _conversation.c.customer_id == kept)
                .values(customer_id=gone)
            )
    await _details(tx, kept, moved)
    await _holds(tx, kept, gone, moved["holds"])
    await tx.execute(merge.update().where(merge.c.id == found["id"]).values(undone_at=tx.now))
    await merging.told(tx, kept)
    await merging.told(tx, gone)
    return gone


async def _give_back(
    tx: Transaction,
    table: sa.Table,
    keys: list[list[Any]],
    kept: CustomerId,
    gone: CustomerId,
) -> None:
    """Rows that are still the other's go back; what somebody else has by now stays."""
    for key in keys:
        same = (column == value for column, value in zip(table.primary_key, key, strict=True))
        await tx.execute(
            table.update().where(*same, table.c.customer_id == kept).values(customer_id=gone)
        )


async def _unpour(tx: Transaction, thread: Plain, gone: CustomerId) -> None:
    """A thread that was poured into another stands for itself again, each line in its place."""
    source, target = (row_of(_conversation, thread[name]) for name in ("source", "target"))
    into, back = ConversationId(target["id"]), ConversationId(source["id"])
    now = await timeline.lock(tx, into)
    await tx.execute(_conversation.insert().values(source | {"customer_id": gone}))
    await tx.execute(
        _message.update()
        .where(_message.c.conversation_id == into, _message.c.id.in_(thread["message"]))
        .values(conversation_id=back, order=_message.c.order - target["last_order"])
    )
    since = await _written_since(tx, into, back, thread, source["last_order"])
    for table in IN_THREAD[1:]:
        await tx.execute(
            table.update()
            .where(table.c.conversation_id == into, table.c.id.in_(thread.get(table.name, [])))
            .values(conversation_id=back)
        )
    theirs = [*thread["message"], *since]
    await tx.execute(
        _job.update().where(_job.c.lane == into, _job.c.key.in_(theirs)).values(lane=back)
    )
    await _restore_target(tx, now, target, row_of(_conversation, thread["joined"]))
    await _catch_up(tx, back, source, since)
    for message_id in theirs:
        tx.tell("message", message_id)


async def _written_since(
    tx: Transaction,
    into: ConversationId,
    back: ConversationId,
    thread: Plain,
    last_order: int,
) -> list[str]:
    """What was written since in sessions that go back goes along, behind all else."""
    rows = await tx.rows(
        sa.select(_message.c.id)
        .where(_message.c.conversation_id == into, _message.c.session_id.in_(thread["session"]))
        .order_by(_message.c.order)
    )
    for place, row in enumerate(rows, last_order + 1):
        await tx.execute(
            _message.update()
            .where(_message.c.id == row["id"])
            .values(conversation_id=back, order=place)
        )
    return [row["id"] for row in rows]


async def _restore_target(tx: Transaction, now: Row, target: Plain, joined: Plain) -> None:
    """What nothing has changed since is as it was before; places once taken stay taken."""
    values = {
        name: target[name]
        for name in joined
        if name != "last_order" and now[name] == joined[name]
    }
    if await tx.row(
        sa.select(_identity.c.value)
        .join(_conversation, _conversation.c.customer_id == _identity.c.customer_id)
        .where(_conversation.c.id == target["id"], _identity.c.value == now["address"])
    ):
        values["address"] = now["address"]
    else:
        values["address"] = target["address"]  # the one who went had written last
    await tx.execute(
        _conversation.update().where(_conversation.c.id == now["id"]).values(values)
    )
    newest = values.get("last_message_id", now["last_message_id"])
    there = await tx.row(
        sa.select(_message.c.id).where(
            _message.c.id == newest, _message.c.conversation_id == now["id"]
        )
    )
    if there is None:
        await _set_newest(tx, now["id"])


async def _catch_up(
    tx: Transaction, back: ConversationId, source: Plain, since: list[str]
) -> None:
    """The thread that is there again knows of what came in its sessions meanwhile."""
    wrote = await tx.row(
        sa.select(sa.func.max(_message.c.at).label("at")).where(
            _message.c.id.in_(since), _message.c.direction == Direction.INBOUND.value
        )
    )
    moments = [
        one for one in (source["last_customer_at"], wrote["at"] if wrote else None) if one
    ]
    last = max(moments, default=None)
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == back)
        .values(last_order=source["last_order"] + len(since), last_customer_at=last)
    )
    if since:
        await _set_newest(tx, back)
    expires_at = CareWindow(last, source["closed_at"]).expires_at
    if is_open(expires_at, tx.now):
        await jobs.put(tx, "lapse", back, due_at=expires_at)


async def _set_newest(tx: Transaction, conversation_id: str) -> None:
    row = await tx.row(
        sa.select(_message.c.id)
        .where(
            _message.c.conversation_id == conversation_id,
            _message.c.direction.in_([Direction.INBOUND.value, Direction.OUTBOUND.value]),
        )
        .order_by(_message.c.order.desc())
        .limit(1)
    )
    await tx.execute(
        _conversation.update()
        .where(_conversation.c.id == conversation_id)
        .values(last_message_id=None if row is None else row["id"])
    )


async def _details(tx: Transaction, kept: CustomerId, moved: Plain) -> None:
    """Name, labels and the like are as before, but for what was changed since."""
    row = await tx.row(sa.select(_customer).where(_customer.c.id == kept).with_for_update())
    assert row is not None  # a later merge would have to be undone first
    was, joined = (row_of(_customer, moved[name]) for name in ("kept", "joined"))
    values = {name: was[name] for name in was if row[name] == joined[name]}
    for name in _LISTS:
        if name not in values:  # changed since: what came with the other goes
            came = [one for one in joined[name] if one not in was[name]]
            values[name] = [one for one in row[name] if one not in came]
    await tx.execute(_customer.update().where(_customer.c.id == kept).values(values))


async def _holds(
    tx: Transaction, kept: CustomerId, gone: CustomerId, before: list[Plain]
) -> None:
    """What kept offers from each keeps them from each again; newer holds stay."""
    rows = [row_of(hold, one) for one in before]
    known = {(row["kind"], row["at"]) for row in rows}
    newer = set()
    for row in await tx.rows(sa.select(hold).where(hold.c.of == kept)):
        if (row["kind"], row["at"]) in known:
            same = hold.c.kind == row["kind"], hold.c.of == kept
            await tx.execute(hold.delete().where(*same))
        else:
            newer.add(row["kind"])
    for row in rows:
        if row["of"] == gone or row["kind"] not in newer:
            await tx.execute(hold.insert().values(row))
