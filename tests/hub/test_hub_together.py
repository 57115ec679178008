"""Small work that comes at once shares a transaction; prepared statements keep their word."""

import asyncio

import pytest
import sqlalchemy as sa

from console.hub import seen
from console.hub.store import schema
from console.hub.store.transaction import Transaction
from tests.floor import Floor

_seen = schema.seen_change
_KEY = sa.select(_seen.c.key).where(_seen.c.key == sa.bindparam("wanted"))
_INSERT = _seen.insert()


async def keys(floor: Floor) -> set[str]:
    async with floor.store.reading() as connection:
        return {row.key for row in await connection.execute(sa.select(_seen.c.key))}


async def test_one_piece_that_fails_leaves_nothing_and_stops_no_other(floor: Floor) -> None:
    async def piece(tx: Transaction, number: int) -> None:
        await seen.first_time(tx, f"piece {number}")
        tx.tell("customer", f"of {number}")
        if number == 3:
            raise LookupError("the third")

    work = [
        floor.store.together.do(lambda tx, number=number: piece(tx, number))  # type: ignore[misc]
        for number in range(6)
    ]
    outcomes = await asyncio.gather(*work, return_exceptions=True)
    assert [str(outcome) for outcome in outcomes if outcome] == ["the third"]
    assert await keys(floor) == {f"piece {number}" for number in (0, 1, 2, 4, 5)}
    async with floor.store.reading() as connection:
        told = {row.ref for row in await connection.execute(sa.select(schema.journal.c.ref))}
    assert "of 2" in told
    assert "of 3" not in told


async def test_on_sqlite_what_comes_at_once_is_committed_at_once(floor: Floor) -> None:
    moments: list[Transaction] = []
    floor.store.on_commit(moments.append)

    async def piece(tx: Transaction) -> None:
        await seen.first_time(tx, tx.new_id())

    await asyncio.gather(*(floor.store.together.do(piece) for _ in range(20)))
    assert len(moments) == (1 if floor.store.is_sqlite else 20)


async def test_whoever_waits_goes_on_when_the_first_is_broken_off(floor: Floor) -> None:
    begun = asyncio.Event()

    async def never(_tx: Transaction) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def piece(tx: Transaction) -> None:
        await seen.first_time(tx, "went on")

    async with asyncio.TaskGroup() as group:
        first = group.create_task(floor.store.together.do(never))
        group.create_task(floor.store.together.do(piece))
        await begun.wait()
        first.cancel()
    assert await keys(floor) == {"went on"}


async def both(tx: Transaction, *keys: str) -> None:
    async with tx.savepoint():
        for key in keys:
            await tx.change(_INSERT, key=key, at=tx.now)


async def test_a_prepared_statement_breaks_rules_like_any_other(floor: Floor) -> None:
    async with floor.store.transaction() as tx:
        await tx.change(_INSERT, key="one", at=tx.now)
        with pytest.raises(sa.exc.IntegrityError):
            await both(tx, "two", "one")
        assert await tx.row(_KEY, wanted="one") == {"key": "one"}
    assert await keys(floor) == {"one"}


async def test_a_list_of_values_is_not_prepared(floor: Floor) -> None:
    if not floor.store.is_sqlite:
        return
    listed = sa.select(_seen.c.key).where(_seen.c.key.in_(["one", "two"]), _seen.c.at.is_(None))
    async with floor.store.transaction() as tx:
        with pytest.raises(TypeError, match="list"):
            await tx.change(listed)
