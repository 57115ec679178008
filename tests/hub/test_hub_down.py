"""The hub away for hours, its database taken from under it, and foreign transactions on it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from console.hub import outage
from console.hub.store import schema
from console.hub.store.store import Store
from tests import postgres
from tests.conftest import ExpectedLogs
from tests.fakes import HandClock
from tests.floor import Floor
from tests.given import NOON, WEBHOOKS, GivenHub, a_hub, signed, webhook_of_text
from tests.platform_road import LUCAS, Road, built

_NOBODY = "http://127.0.0.1:9/webhook"


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path) as found:
        yield found


@pytest.mark.parametrize("hours", [0.2, 36])
async def test_f4_what_customers_wrote_while_the_hub_was_away_is_all_there_afterwards(
    road: Road, hours: float
) -> None:
    simulator, usual = road.simulator, road.simulator.webhook_url
    lucas = simulator.customer(LUCAS, "Lucas Moreau")
    lucas.writes("Before")
    await road.settle()
    simulator.webhook_url = _NOBODY
    for number in range(6):
        lucas.writes(f"Meanwhile {number}")
        await road.settle()
        await road.floor.clock.advance(hours=hours / 6)
    wrote_last_at = road.floor.clock.now() - timedelta(hours=hours / 6)
    simulator.webhook_url = usual
    await road.pass_time(hours=13)  # the platform's longest pause between two tries

    said = [row["words"] for row in await road.inbound()]
    assert said == ["Before", *(f"Meanwhile {number}" for number in range(6))]
    # the window counts from when it was written, not from when it came
    last = (await road.conversation())["last_customer_at"]
    assert abs(last - wrote_last_at) < timedelta(seconds=1)


@pytest.fixture
async def on_postgresql(
    databases: postgres.Databases, tmp_path: Path, expected_logs: ExpectedLogs
) -> AsyncIterator[tuple[GivenHub, str]]:
    for words in ("broken off for now", "webhook not kept", "database or disk", "put off"):
        expected_logs(words)
    url = await databases.fresh()
    async with a_hub(tmp_path, clock=HandClock(NOON), database_url=url) as given:
        yield given, url


async def test_f29_a_hub_whose_connections_are_all_cut_goes_on_and_keeps_what_it_answered(
    on_postgresql: tuple[GivenHub, str],
) -> None:
    hub, url = on_postgresql
    await hub.customer_writes("Before")
    everybody = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(everybody)
    await engine.dispose()

    body = webhook_of_text("After", at=NOON, number="31612345678", name="L", wamid="wamid.x")
    async with httpx.AsyncClient(base_url=hub.url, trust_env=False) as platform:
        answers = [
            (await platform.post(WEBHOOKS, content=body, headers=signed(body))).status_code
            for _ in range(3)
        ]
    assert answers[-1] == 200
    assert set(answers) <= {200, 503}  # what was refused is sent again by the platform
    await hub.settle()
    query = sa.select(schema.message.c.words).order_by(schema.message.c.order)
    async with hub.hub.store.reading() as connection:
        said = [row.words for row in await connection.execute(query)]
    assert said == ["Before", "After"]


async def test_f31_a_foreign_transaction_that_never_ends_holds_nobody_up(
    on_postgresql: tuple[GivenHub, str],
) -> None:
    hub, url = on_postgresql
    await hub.customer_writes("Before")
    engine = create_async_engine(url)
    async with engine.connect() as foreign:
        await foreign.execute(sa.text("CREATE TABLE theirs (n int)"))
        await foreign.execute(sa.text("INSERT INTO theirs VALUES (1)"))  # an open transaction
        before = hub.hub.feed.place
        await hub.customer_writes("Meanwhile")
        assert hub.hub.feed.place > before
        await foreign.rollback()
    await engine.dispose()


async def test_f31_a_hub_that_stands_still_keeps_no_lock_for_long(
    on_postgresql: tuple[GivenHub, str],
) -> None:
    store: Store = on_postgresql[0].hub.store
    async with store.reading() as connection:
        idle = await connection.scalar(sa.text("SHOW idle_in_transaction_session_timeout"))
        longest = await connection.scalar(sa.text("SHOW statement_timeout"))
    assert (idle, longest) == ("10s", "30s")


async def test_f22_what_the_hub_has_answered_is_on_the_disk_and_not_on_its_way(
    tmp_path: Path,
) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/hub.db", clock=HandClock(NOON))
    async with store.transaction() as tx:
        (mode,) = (await tx.connection.exec_driver_sql("PRAGMA journal_mode")).one()
        (synchronous,) = (await tx.connection.exec_driver_sql("PRAGMA synchronous")).one()
    await store.close()
    full = 2
    assert (mode, synchronous) == ("wal", full)


def test_f29_what_a_statement_meets_on_a_lost_connection_passes() -> None:
    assert outage.is_outage(sa.exc.PendingRollbackError("Can't reconnect until …"))
    assert not outage.is_outage(sa.exc.InvalidRequestError("a mistake of ours"))
