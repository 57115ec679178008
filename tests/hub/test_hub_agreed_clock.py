"""Replicas whose machines' clocks differ: they go by the database's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.hub import jobs, reachability
from console.hub.agreed_clock import AgreedClock
from console.hub.clock import WallClock
from console.hub.hub import Hub
from console.hub.settings import Settings
from console.hub.store import schema
from console.hub.store.store import Store
from tests import postgres
from tests.fakes import HandClock
from tests.floor import Floor

MINUTE = timedelta(minutes=1)


class Machine:
    """A machine's clock, `ahead` of the database's."""

    rate = 1.0

    def __init__(self, database: HandClock, ahead: timedelta) -> None:
        self.ahead = ahead
        self._database = database

    def now(self) -> datetime:
        return self._database.now() + self.ahead

    async def sleep(self, seconds: float) -> None:
        await self._database.sleep(seconds)


@asynccontextmanager
async def on_machine(
    url: str, database: HandClock, ahead: timedelta
) -> AsyncIterator[tuple[Store, AgreedClock]]:
    async def ask() -> datetime:
        return database.now()

    clock = AgreedClock(Machine(database, ahead), ask)
    await clock.agree()
    store = Store(url, clock=clock)
    yield store, clock
    await store.close()


async def test_f5_desks_stay_reachable_between_hubs_a_minute_apart(
    floor: Floor, database_url: str, clock: HandClock
) -> None:
    anna = await floor.rep("anna")
    reachable = sa.select(schema.desk.c.reachable_until)
    async with (
        on_machine(database_url, clock, -MINUTE) as (slow, _),
        on_machine(database_url, clock, MINUTE) as (fast, _),
    ):
        until = await reachability.arrived(slow, anna)
        assert until == clock.now() + reachability.LEASE
        await clock.advance(seconds=30)
        await reachability.renew(fast, [])
        async with fast.reading() as connection:
            assert (await connection.execute(reachable)).scalar() == until
        await clock.advance(seconds=30)
        await reachability.renew(fast, [])
        async with fast.reading() as connection:
            assert (await connection.execute(reachable)).scalar() is None


async def test_f5_a_job_stays_its_holders_between_hubs_a_minute_apart(
    floor: Floor, database_url: str, clock: HandClock
) -> None:
    async with floor.store.transaction() as tx:
        await jobs.put(tx, "work", "one")
    async with (
        on_machine(database_url, clock, -MINUTE) as (slow, _),
        on_machine(database_url, clock, MINUTE) as (fast, _),
    ):
        assert await jobs.claim(slow, "work", owner="slow")
        assert not await jobs.claim(fast, "work", owner="fast")
        await clock.advance(seconds=jobs.LEASE.total_seconds())
        assert await jobs.claim(fast, "work", owner="fast")


async def test_f5_a_clock_that_is_set_while_the_hub_runs_is_corrected(
    clock: HandClock,
) -> None:
    machine = Machine(clock, timedelta(0))

    async def ask() -> datetime:
        return clock.now()

    agreed = AgreedClock(machine, ask)
    await agreed.agree()
    machine.ahead = -MINUTE
    await agreed.agree()
    assert agreed.now() == clock.now()


async def test_f5_a_slow_answer_corrects_no_further_than_is_sure(clock: HandClock) -> None:
    async def ask() -> datetime:
        await clock.advance(seconds=3)
        present = clock.now()
        await clock.advance(seconds=4)
        return present

    agreed = AgreedClock(Machine(clock, timedelta(seconds=2)), ask)
    await agreed.agree()
    assert agreed.behind == timedelta(0)  # two seconds may be the way
    agreed = AgreedClock(Machine(clock, MINUTE), ask)
    await agreed.agree()
    assert abs(agreed.now() - clock.now()) <= timedelta(seconds=4)


@pytest.mark.xdist_group("postgresql")
async def test_f5_a_hub_on_postgresql_goes_by_its_clock(
    databases: postgres.Databases, tmp_path: Path
) -> None:
    url = await databases.fresh()
    store = Store(url, clock=WallClock())
    await store.create_tables()
    try:
        assert abs(await store.present() - datetime.now(UTC)) < timedelta(seconds=30)
    finally:
        await store.close()
    hub = Hub(Settings(name="Shop", data_folder=tmp_path, database_url=url))
    assert hub.agreed is not None
    hub.agreed.behind = 60 * MINUTE
    await hub.start()
    try:
        assert abs(hub.clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
    finally:
        await hub.stop()
