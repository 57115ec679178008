"""Two replicas at the same work: everything is taken in once and goes out once."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from console.domain.delivery import Delivery
from console.domain.directions import Direction
from console.domain.ids import ConversationId, MessageId
from console.domain.messages import Text
from console.hub import edge, jobs, send_queue, timeline
from console.hub.ingest import Ingest
from console.hub.jobs import Job
from console.hub.runner import Runner
from console.hub.store import schema
from console.hub.store.transaction import Transaction
from tests.fakes import until
from tests.floor import Floor
from tests.platform_road import Road, built, keep_raw
from tests.simulator.receiving import PHONE, WABA


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path / "media") as road:
        yield road


def replicas(road: Road, kind: str) -> list[Runner]:
    return [
        Runner(
            road.store,
            kind,
            edge.handlers(road.store, road.gateway, road.files, lambda: 0.5)[kind],
            owner=owner,
        )
        for owner in ("one", "two")
    ]


async def race(road: Road, kind: str) -> None:
    """Both replicas have done what was due."""
    async with asyncio.TaskGroup() as group:
        for runner in replicas(road, kind):
            group.create_task(runner.run_due())
    for runner in replicas(road, kind):
        await runner.run_due()


async def test_every_message_goes_once_and_in_order(road: Road) -> None:
    numbers = [f"3161234567{nth}" for nth in range(4)]
    for number in numbers:
        road.simulator.customer(f"+{number}").writes("Hello?")
    await road.settle()
    rows = await road.rows(sa.select(schema.conversation))
    async with road.store.transaction() as tx:
        for nth in range(5):
            for row in rows:
                message_id = MessageId(f"{row['address']}-{nth}")
                conversation_id = ConversationId(row["id"])
                await timeline.add(
                    tx,
                    conversation_id=conversation_id,
                    direction=Direction.OUTBOUND,
                    body=Text(text=str(nth)),
                    at=tx.now,
                    message_id=message_id,
                    state=Delivery.ACCEPTED_BY_HUB,
                )
                await send_queue.enqueue(tx, message_id, conversation_id)
    await race(road, "send")
    for number in numbers:
        sent = [one for one in road.simulator.sent if one.to == number]
        assert [one.body["text"]["body"] for one in sent] == ["0", "1", "2", "3", "4"]
    attempts = await road.rows(sa.select(schema.attempt))
    assert Counter(row["outcome"] for row in attempts) == {"accepted": 20}


def written(road: Road, *numbers: int) -> bytes:
    """A webhook with two messages of each of these customers."""
    messages = [
        {
            "from": f"3161234567{number}",
            "from_user_id": f"NL.{number}",
            "id": f"wamid.{number}.{nth}",
            "timestamp": str(int(road.floor.clock.now().timestamp())),
            "type": "text",
            "text": {"body": f"{nth}"},
        }
        for number in numbers
        for nth in range(2)
    ]
    value = {"metadata": {"phone_number_id": PHONE}, "messages": messages}
    change = {"field": "messages", "value": value}
    return json.dumps({"entry": [{"id": WABA, "changes": [change]}]}).encode()


async def test_overlapping_webhooks_of_new_customers_make_each_of_them_once(
    road: Road,
) -> None:
    async with road.store.transaction() as tx:
        for order in ((1, 2, 3), (3, 2, 1), (2, 3, 1), (1, 3), (3, 1), (2,)):
            await keep_raw(tx, written(road, *order))
    await race(road, "webhook")
    assert len(await road.rows(sa.select(schema.customer))) == 3
    assert len(await road.rows(sa.select(schema.session))) == 3
    assert len(await road.inbound()) == 6
    raw = await road.rows(sa.select(schema.raw_webhook))
    assert all(row["done_at"] and not row["trouble"] for row in raw)


async def test_a_webhook_of_many_customers_goes_on_where_a_killed_hub_stopped(
    road: Road,
) -> None:
    customers = 5
    async with road.store.transaction() as tx:
        await keep_raw(tx, written(road, *range(customers)))
    left: list[Callable[[], object]] = []  # one for each commit that is still to come

    def committed(_tx: Transaction) -> None:
        if left:
            left.pop(0)()

    road.store.on_commit(committed)
    for _ in range(customers):  # each life ends soon after it took one customer in
        found = await jobs.claim(road.store, "webhook", owner="dying")
        async with asyncio.TaskGroup() as group:
            for job in found:
                life = group.create_task(Ingest(road.store).read(job))
                left[:] = [bool, life.cancel]
        await road.floor.clock.advance(seconds=jobs.LEASE.total_seconds())
    (raw,) = await road.rows(sa.select(schema.raw_webhook))
    assert raw["done_at"]
    assert len(await road.inbound()) == 2 * customers


async def test_work_that_takes_longer_than_a_lease_is_not_begun_by_another(
    floor: Floor,
) -> None:
    begun, may_end, done = asyncio.Event(), asyncio.Event(), []

    async def slowly(job: Job) -> None:
        begun.set()
        await may_end.wait()
        async with floor.store.transaction() as tx:
            done.append(await jobs.finish(tx, job))

    async with floor.store.transaction() as tx:
        await jobs.put(tx, "work", "long")
    slow = Runner(floor.store, "work", slowly, owner="slow")
    quick = Runner(floor.store, "work", slowly, owner="quick")
    renewed: list[str] = []
    floor.store.on_commit(lambda _tx: renewed.append("once"))
    async with asyncio.TaskGroup() as group:
        group.create_task(slow.run_due())
        await begun.wait()
        for _ in range(6):
            renewed.clear()
            await floor.clock.advance(seconds=jobs.LEASE.total_seconds() / 2)
            await until(lambda: renewed)
            assert await quick.run_due() == 0
        may_end.set()
    assert done == [True]
