"""Going back in time: what a restored database must not do by itself, on both engines."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from console.domain.errors import Unavailable
from console.domain.ids import MessageId
from console.domain.messages import Text
from console.hub import audit, jobs, restored, sending
from console.hub.store import schema
from console.hub.store.store import Store
from console.wire.requests import SendMessage
from tests.fakes import HandClock
from tests.floor import Floor
from tests.given import NOON
from tests.postgres import Databases

_message = schema.message


async def states(store: Store) -> dict[str, tuple[str, str]]:
    query = sa.select(_message).where(_message.c.direction == "outbound")
    async with store.reading() as connection:
        rows = (await connection.execute(query)).mappings().all()
    return {row["id"]: (row["state"], row["trouble"]) for row in rows}


async def epoch(store: Store) -> str:
    async with store.reading() as connection:
        query = sa.select(schema.journal_head.c.epoch)
        return str((await connection.execute(query)).scalar_one())


async def given_messages(floor: Floor, *ids: str) -> None:
    maya, _, session_id = await floor.owned()
    for one in ids:
        command = SendMessage(
            message_id=MessageId(one),
            session_id=session_id,
            fence=await floor.fence(session_id),
            body=Text(text=f"Text {one}"),
        )
        await sending.send(floor.store, maya, command)


async def begin_attempt(store: Store, message_id: str) -> None:
    """As the outbox leaves it while the call is made."""
    async with store.transaction() as tx:
        await tx.execute(
            _message.update().where(_message.c.id == message_id).values(state="sending")
        )
        await tx.execute(
            schema.attempt.insert().values(message_id=message_id, number=1, started_at=tx.now)
        )


async def test_f28_what_was_under_way_is_unknown_and_what_was_queued_is_held(
    floor: Floor,
) -> None:
    store = floor.store
    await given_messages(floor, "one", "two")
    await begin_attempt(store, "one")
    before = await epoch(store)
    marked = await restored.mark(store, "then")
    assert (marked.unknown, marked.held) == (1, 1)
    assert await epoch(store) != before
    found = await states(store)
    assert found["one"][0] == "unknown"
    assert found["two"] == ("accepted_by_hub", restored.HELD)
    await floor.clock.advance(days=2)
    assert await jobs.claim(store, "send", owner="hub") == []


async def test_f28_held_messages_go_once_an_administrator_lets_them(floor: Floor) -> None:
    store = floor.store
    await given_messages(floor, "one", "two", "three")
    await restored.mark(store, "then")
    assert await restored.release(store) == 3
    assert await restored.release(store) == 0
    found = await states(store)
    assert {state for state, _ in found.values()} == {"accepted_by_hub"}
    claimed = [job.key for job in await jobs.claim(store, "send", owner="hub")]
    assert claimed == ["one"]  # the old order: one at a time to a customer


async def test_f28_a_rep_can_take_a_held_message_back(floor: Floor) -> None:
    await given_messages(floor, "one")
    await restored.mark(floor.store, "then")
    await sending.cancel(floor.store, floor.reps["maya"], MessageId("one"))
    assert (await states(floor.store))["one"][0] == "canceled"
    assert await restored.release(floor.store) == 0


async def test_f28_old_tokens_and_reminders_do_not_come_back_to_life(floor: Floor) -> None:
    store = floor.store
    await given_messages(floor, "one")
    async with store.transaction() as tx:
        await jobs.put(tx, "nudge", "session", due_at=tx.now - timedelta(hours=1))
        await tx.execute(
            schema.token.insert().values(
                hash="h",
                rep_id="maya",
                desk_id="maya-1",
                created_at=tx.now,
                expires_at=tx.now + timedelta(hours=12),
            )
        )
    await restored.mark(store, "then")
    async with store.reading() as connection:
        living = sa.select(schema.token).where(schema.token.c.revoked_at.is_(None))
        assert (await connection.execute(living)).all() == []
        last = (await audit.page(connection, limit=1)).entries[0]
    assert await jobs.claim(store, "nudge", owner="hub") == []
    assert (last.action, last.object) == ("restored", "backup:then")
    assert (await audit.verify(store)).trouble == ""


@pytest.mark.xdist_group("postgresql")
async def test_f28_a_postgresql_in_use_is_not_marked(databases: Databases) -> None:
    clock = HandClock(NOON)
    url = await databases.fresh()
    one, other = Store(url, clock=clock), Store(url, clock=clock)
    try:
        await restored.refuse_while_in_use(one)
        async with other.reading() as connection:
            await connection.execute(sa.select(1))
            with pytest.raises(Unavailable, match="Stop every hub"):
                await restored.refuse_while_in_use(one)
    finally:
        await one.close()
        await other.close()
