"""Store, journal and migrations on both engines: no gaps, no place out of order."""

import asyncio

import pytest
import sqlalchemy as sa

from console.hub import jobs
from console.hub.store import schema
from console.hub.store.migrate import differences, first_script, migrate
from console.hub.store.store import Store
from tests.fakes import HandClock

WRITERS, WRITES = 6, 15


async def seqs(store: Store, after: int = 0) -> list[int]:
    journal = schema.journal
    async with store.reading() as connection:
        query = sa.select(journal.c.seq).where(journal.c.seq > after).order_by(journal.c.seq)
        return list((await connection.execute(query)).scalars())


async def test_a_reader_among_racing_writers_sees_every_place_in_order(store: Store) -> None:
    async def write(writer: int) -> None:
        for number in range(WRITES):
            async with store.transaction() as tx:
                tx.tell("rep", f"{writer}-{number}", ["all"])
                await asyncio.sleep(0)
                tx.tell("queue", f"{writer}-{number}", ["all"])

    async def read() -> list[int]:
        seen: list[int] = []
        while len(seen) < 2 * WRITERS * WRITES:
            # passes a place as soon as it sees it, as the feed does
            seen += await seqs(store, seen[-1] if seen else 0)
        return seen

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        reader = group.create_task(read())
        for writer in range(WRITERS):
            group.create_task(write(writer))
    assert reader.result() == list(range(1, 2 * WRITERS * WRITES + 1))


async def test_a_transaction_that_fails_leaves_no_place_in_the_journal(store: Store) -> None:
    async def fail() -> None:
        async with store.transaction() as tx:
            tx.tell("rep", "a", ["all"])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.transaction() as tx:
        tx.tell("rep", "b", ["all"])
    assert await seqs(store) == [1]


async def test_a_consistent_look_does_not_see_later_commits(store: Store) -> None:
    head = sa.select(schema.journal_head.c.seq)
    async with store.reading() as connection:
        before = (await connection.execute(head)).scalar_one()
        async with store.transaction() as tx:
            tx.tell("rep", "a", ["all"])
        assert (await connection.execute(head)).scalar_one() == before


async def test_two_replicas_never_claim_the_same_job(
    store: Store, database_url: str, clock: HandClock
) -> None:
    async with store.transaction() as tx:
        for number in range(30):
            await jobs.put(tx, "work", str(number), lane=str(number % 10))
    other = Store(database_url, clock=clock)
    try:
        claims = await asyncio.gather(
            *(jobs.claim(one, "work", owner="x", limit=4) for one in [store, other] * 4)
        )
    finally:
        await other.close()
    found = [job.key for claim in claims for job in claim]
    assert len(found) == len(set(found))
    assert len({int(key) % 10 for key in found}) == len(found)  # one of each lane


async def test_a_migrated_database_is_what_the_schema_says(
    database_url: str, clock: HandClock
) -> None:
    opened = Store(database_url, clock=clock)
    try:
        await migrate(opened)
        await migrate(opened)  # again is harmless
        assert await differences(opened) == []
        async with opened.transaction() as tx:
            tx.tell("rep", "a", ["all"])
        assert await seqs(opened) == [1]
    finally:
        await opened.close()


async def test_two_replicas_that_start_at_once_migrate_once(
    database_url: str, clock: HandClock
) -> None:
    pair = [Store(database_url, clock=clock) for _ in range(2)]
    try:
        await asyncio.gather(*(migrate(one) for one in pair))
        async with pair[0].reading() as connection:
            query = sa.select(schema.journal_head.c.epoch)
            assert len((await connection.execute(query)).all()) == 1
    finally:
        for one in pair:
            await one.close()


def test_the_first_tables_are_frozen_as_sql() -> None:
    from sqlalchemy.dialects import postgresql

    script = first_script(postgresql.dialect())  # type: ignore[no-untyped-call]
    assert "CREATE TABLE session" in script
    assert script.index("CREATE TABLE customer (") < script.index("CREATE TABLE conversation (")


async def test_f20_a_late_end_of_a_job_never_ends_the_next_one_under_its_number(
    store: Store, clock: HandClock
) -> None:
    """SQLite gives the number of the newest row, once it is gone, to the next one."""
    async with store.transaction() as tx:
        await jobs.put(tx, "work", "first")
    (frozen,) = await jobs.claim(store, "work", owner="hub")
    await clock.advance(seconds=jobs.LEASE.total_seconds())
    (again,) = await jobs.claim(store, "work", owner="hub")
    async with store.transaction() as tx:
        assert await jobs.finish(tx, again)
    async with store.transaction() as tx:
        await jobs.put(tx, "work", "second")
    (second,) = await jobs.claim(store, "work", owner="hub")
    async with store.transaction() as tx:
        assert not await jobs.finish(tx, frozen)
        assert await jobs.finish(tx, second)
