"""What desks must be told of, found by worlds of chance where a desk's picture went stale."""

from datetime import timedelta

import sqlalchemy as sa

from console.hub import commands, reachability, sessions, timeline, transfers
from console.hub.sending import send
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import Transfer
from tests.floor import Floor, at


async def _told(store: Store, after: int) -> list[tuple[str, str]]:
    """What the journal told since."""
    async with store.reading() as connection:
        journal = schema.journal
        query = sa.select(journal.c.kind, journal.c.ref).where(journal.c.seq > after)
        return [(row.kind, row.ref) for row in await connection.execute(query)]


async def _place(store: Store) -> int:
    async with store.reading() as connection:
        return int(
            (await connection.execute(sa.select(schema.journal_head.c.seq))).scalar_one()
        )


async def test_a_queue_is_told_when_a_transfer_nobody_accepted_goes_back(
    floor: Floor, store: Store
) -> None:
    maya, _, session_id = await floor.owned()
    sam = await floor.rep("sam")
    request = Transfer(fence=await floor.fence(session_id), to_rep=sam.rep_id)
    await transfers.transfer(store, maya, session_id, request)
    before = await _place(store)
    await floor.pass_time(seconds=transfers.TRANSFER_TIMEOUT_S + 1)
    assert (await floor.session(session_id))["owner_rep_id"] == maya.rep_id
    assert ("queue", "repairs") in await _told(store, before)


async def test_colleagues_are_told_when_a_hub_that_stood_still_renews_a_lapsed_lease(
    floor: Floor, store: Store
) -> None:
    maya = await floor.rep("maya")
    await reachability.renew(store, [maya.desk_id])
    await floor.pass_time(seconds=(reachability.LEASE + timedelta(seconds=1)).total_seconds())
    await reachability.renew(store, [])  # another replica finds the desk gone
    await floor.settle()
    before = await _place(store)
    await reachability.renew(store, [maya.desk_id])
    assert ("rep", maya.rep_id) in await _told(store, before)


async def test_a_returned_desk_is_offered_what_waits(floor: Floor, store: Store) -> None:
    maya = await floor.rep("maya")
    await floor.unplug(maya)
    session_id = await floor.writes(await floor.customer("lucas"))
    assert await floor.offer(session_id) is None
    await reachability.renew(store, [maya.desk_id])
    await floor.settle()
    assert await floor.offer(session_id) is not None


async def test_a_tick_that_moves_is_told_to_every_row_that_shows_it(
    floor: Floor, store: Store
) -> None:
    maya, conversation_id, first = await floor.owned()
    request = floor.says(first, await floor.fence(first), "Goodbye")
    message_id = await send(store, maya, request)
    await commands.end(store, maya, first, at(await floor.fence(first)))
    async with store.transaction() as tx:  # a reaction opens a session and adds no message
        second = await sessions.customer_wrote(
            tx, await timeline.lock(tx, conversation_id), at=tx.now
        )
    before = await _place(store)
    async with store.transaction() as tx:
        tx.tell("message", message_id)
    assert {("session", first), ("session", second)} <= set(await _told(store, before))

    await floor.clock.advance(hours=25)
    before = await _place(store)
    async with store.transaction() as tx:
        tx.tell("message", message_id)
    told = await _told(store, before)
    assert ("session", second) in told
    assert ("session", first) not in told  # it ended long ago: no desk shows it


async def test_a_window_that_is_refused_twice_is_told_twice(floor: Floor, store: Store) -> None:
    _, conversation_id, session_id = await floor.owned()
    for _ in range(2):
        before = await _place(store)
        await floor.clock.advance(seconds=1)
        async with store.transaction() as tx:
            await sessions.window_refused(tx, conversation_id)
        assert ("session", session_id) in await _told(store, before)
