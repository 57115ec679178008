"""Webhooks that came at once are read together; one of them spoils nothing for the others."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from console.hub import jobs
from console.hub.ingest import Ingest
from console.hub.jobs import LostClaim
from console.hub.store import raw_webhooks, schema
from console.hub.store.transaction import Transaction
from tests.conftest import ExpectedLogs
from tests.floor import Floor
from tests.platform_road import Road, built
from tests.simulator.receiving import PHONE, WABA

_raw, _job = schema.raw_webhook, schema.job


@pytest.fixture
async def road(floor: Floor, tmp_path: Path) -> AsyncIterator[Road]:
    async with built(floor, tmp_path) as road:
        yield road


def text_of(road: Road, number: int, nth: int = 0) -> dict[str, Any]:
    return {
        "from": f"3361000000{number}",
        "id": f"wamid.{number}.{nth}",
        "timestamp": str(int(road.store.clock.now().timestamp()) + nth),
        "type": "text",
        "text": {"body": f"text {nth} of {number}"},
    }


def posted(*messages: dict[str, Any]) -> bytes:
    value = {"metadata": {"phone_number_id": PHONE}, "messages": messages}
    change = {"field": "messages", "value": value}
    return json.dumps({"entry": [{"id": WABA, "changes": [change]}]}).encode()


async def came_at_once(road: Road, *bodies: bytes) -> None:
    await raw_webhooks.keep(road.store, list(bodies))


async def unread(road: Road) -> list[int]:
    rows = await road.rows(sa.select(_raw.c.id).where(_raw.c.done_at.is_(None)))
    return [row["id"] for row in rows]


async def words(road: Road) -> list[str]:
    return [row["words"] for row in await road.inbound()]


async def test_what_came_at_once_is_read_in_order_and_nothing_is_left_to_do(
    road: Road, expected_logs: ExpectedLogs
) -> None:
    expected_logs("part of a webhook could not be read")
    bodies = [posted(text_of(road, number, nth)) for nth in range(4) for number in range(3)]
    several = posted(*(text_of(road, number, 4) for number in range(3)))
    await came_at_once(road, *bodies, several, b"no JSON")
    await road.settle()
    assert await unread(road) == []
    for number in range(3):
        texts = [one for one in await words(road) if one.endswith(f"of {number}")]
        assert texts == [f"text {nth} of {number}" for nth in range(5)]
    assert len(await road.rows(sa.select(schema.session))) == 3
    kinds = sa.select(_job).where(_job.c.kind.in_([raw_webhooks.READ, raw_webhooks.READ_MANY]))
    assert await road.rows(kinds) == []


async def test_f1_what_comes_twice_in_one_batch_is_one_message(road: Road) -> None:
    one = text_of(road, 1)
    await came_at_once(road, posted(one), posted(one), posted(one, one), posted(one))
    await road.settle()
    assert await words(road) == ["text 0 of 1"]
    assert (await road.session())["unread"] == 1


async def test_a_webhook_that_cannot_be_read_keeps_none_of_its_neighbours_waiting(
    road: Road, expected_logs: ExpectedLogs
) -> None:
    if not road.store.is_sqlite:
        return
    expected_logs("webhooks are read one by one|job failed")
    await came_at_once(road, *(posted(text_of(road, number)) for number in range(5)))
    async with road.store.engine.begin() as connection:
        await connection.execute(
            sa.text(
                "CREATE TRIGGER broken BEFORE UPDATE ON raw_webhook WHEN old.id = 3 "
                "BEGIN SELECT RAISE(ABORT, 'broken'); END"
            )
        )
    await road.settle()
    assert await unread(road) == [3]
    assert len(await road.inbound()) == 4
    async with road.store.engine.begin() as connection:
        await connection.execute(sa.text("DROP TRIGGER broken"))
    await road.pass_time(minutes=1)
    assert await unread(road) == []
    assert len(await road.inbound()) == 5


async def test_a_batch_that_another_has_taken_over_is_left_alone(road: Road) -> None:
    await came_at_once(road, *(posted(text_of(road, number)) for number in range(3)))
    if not road.store.is_sqlite:
        return
    (slow,) = await jobs.claim(road.store, raw_webhooks.READ_MANY, owner="slow")
    await road.floor.clock.advance(seconds=jobs.LEASE.total_seconds())
    await road.settle()
    assert len(await road.inbound()) == 3
    with pytest.raises(LostClaim):
        await Ingest(road.store).read_many(slow)
    assert len(await road.inbound()) == 3


async def test_a_large_batch_goes_on_where_a_killed_hub_stopped(road: Road) -> None:
    if not road.store.is_sqlite:
        return
    count = 120
    await came_at_once(road, *(posted(text_of(road, 1, nth)) for nth in range(count)))
    lives: list[asyncio.Task[None]] = []

    def committed(_tx: Transaction) -> None:
        lives[-1].cancel()

    (job,) = await jobs.claim(road.store, raw_webhooks.READ_MANY, owner="dying")
    road.store.on_commit(committed)
    async with asyncio.TaskGroup() as group:
        lives.append(group.create_task(Ingest(road.store).read_many(job)))
    taken_in = len(await road.inbound())
    assert 0 < taken_in < count
    await road.floor.clock.advance(seconds=jobs.LEASE.total_seconds())
    await road.settle()
    assert len(await road.inbound()) == count
