"""Rows are locked in one order; PostgreSQL only, for SQLite has one writer."""

import asyncio

import sqlalchemy as sa

from console.domain.ids import RepId
from console.hub import dispatch, sessions, timeline, transfers
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import Transfer
from tests.floor import Floor

_WAITING = sa.text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


async def wait(store: Store, count: int) -> None:
    """So many transactions wait for a lock."""
    async with asyncio.timeout(60):
        found = 0
        while found < count:
            async with store.reading() as connection:
                found = (await connection.execute(_WAITING)).scalar_one()


async def test_a_transfer_and_routing_at_once_both_get_through(floor: Floor) -> None:
    if floor.store.is_sqlite:
        return
    maya, _, session_id = await floor.owned()
    await floor.rep("tomas")
    anna = await floor.customer("anna")
    async with floor.store.transaction() as tx:
        thread = await timeline.lock(tx, anna)
        waiting = await sessions.customer_wrote(tx, thread, at=tx.now)
    request = Transfer(fence=await floor.fence(session_id), to_rep=RepId("tomas"))
    receiver = sa.select(schema.rep.c.id).where(schema.rep.c.id == "tomas")

    async def route() -> None:
        async with floor.store.transaction() as tx:
            await dispatch.route(tx, waiting)

    async with asyncio.TaskGroup() as both, floor.store.engine.begin() as gate:
        await gate.execute(receiver.with_for_update())
        both.create_task(transfers.transfer(floor.store, maya, session_id, request))
        await wait(floor.store, 1)  # it has the session and wants the receiver
        both.create_task(route())
        await wait(floor.store, 2)  # it has the giver and wants the receiver
    offers = {await floor.offer(one) is not None for one in (session_id, waiting)}
    assert offers == {True}
