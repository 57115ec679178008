"""Simulated time: faster than the wall's, or moved by hand."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from console.simulator.clock import WallClock
from console.simulator.simulator import Simulator
from tests.fakes import HandClock
from tests.simulator.receiving import Receiver

NOON = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)


async def test_a_fast_clock_starts_at_its_epoch_and_sleeps_in_its_own_seconds() -> None:
    clock = WallClock(speed=10_000, epoch=NOON)
    assert timedelta(0) <= clock.now() - NOON < timedelta(hours=1)
    before = clock.now()
    await clock.sleep(100)
    assert clock.now() - before >= timedelta(seconds=100)
    with pytest.raises(ValueError, match="forwards"):
        WallClock(speed=0)


async def test_sleepers_wake_in_order_each_at_its_own_time() -> None:
    clock = HandClock(NOON)
    woken: list[tuple[str, datetime]] = []

    async def sleeper(name: str, *spans_s: float) -> None:
        for span_s in spans_s:
            await clock.sleep(span_s)
            woken.append((name, clock.now()))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper("slow", 20))
        group.create_task(sleeper("quick", 5, 5))
        await clock.advance(seconds=30)
    assert [(name, (at - NOON).seconds) for name, at in woken] == [
        ("quick", 5),
        ("quick", 10),
        ("slow", 20),
    ]
    assert clock.now() == NOON + timedelta(seconds=30)


async def test_an_update_that_nobody_takes_for_seven_days_is_dropped(
    simulator: Simulator, receiver: Receiver, clock: HandClock
) -> None:
    receiver.status = 500
    simulator.customer("+33612345678").writes("Hello?")
    for _ in range(8 * 24):
        await simulator.settle()
        await clock.advance(hours=1)
    tries = [one.at for one in simulator.posts]
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == sorted(gaps)
    assert timedelta(days=6) < tries[-1] - tries[0] < timedelta(days=8)
    receiver.status = 200
    await clock.advance(days=3)
    await simulator.settle()
    assert receiver.messages == []
