"""The virtual loop: time jumps, the seed picks, deadlocks show, asyncio is as expected."""

import asyncio
from asyncio import base_events
from collections import deque
from collections.abc import Coroutine
from typing import Any

import pytest

from tests.chaos.clock import nothing_real
from tests.chaos.loop import PRIVATE, PROCESS, Deadlock, SimLoop


def _run(seed: str, work: Coroutine[Any, Any, Any]) -> tuple[Any, SimLoop]:
    loop = SimLoop(seed)
    try:
        return loop.run_until_complete(work), loop
    finally:
        loop.close()


def test_asyncio_has_the_private_parts_that_the_loop_replaces() -> None:
    loop = base_events.BaseEventLoop()
    for name in PRIVATE:
        assert hasattr(loop, name)
    ready: object = loop._ready  # type: ignore[attr-defined]
    assert isinstance(ready, deque)
    timer = loop.call_at(5.0, print)
    scheduled: list[Any] = loop._scheduled  # type: ignore[attr-defined]
    assert scheduled == [timer]
    is_scheduled: object = timer._scheduled  # type: ignore[attr-defined]
    assert (timer.when(), is_scheduled, timer.cancelled()) == (5.0, True, False)
    assert callable(loop._run_once)  # type: ignore[attr-defined]
    loop.close()


def test_time_jumps_to_the_next_timer() -> None:
    async def a_day() -> float:
        await asyncio.sleep(86_400)
        return asyncio.get_running_loop().time()

    assert _run("1", a_day())[0] == 86_400


def test_the_seed_decides_who_is_next() -> None:
    async def order() -> str:
        said: list[str] = []

        async def say(word: str) -> None:
            await asyncio.sleep(0)
            said.append(word)

        await asyncio.gather(*map(say, "abcdef"))
        return "".join(said)

    orders = {seed: _run(seed, order())[0] for seed in "123456789"}
    assert len(set(orders.values())) > 5
    assert all(_run(seed, order())[0] == said for seed, said in orders.items())


def test_a_deadlock_is_a_failure() -> None:
    async def for_ever() -> None:
        await asyncio.Event().wait()

    loop = SimLoop("1")
    with pytest.raises(Deadlock):
        loop.run_until_complete(for_ever())
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.call_soon(loop.stop)
    while asyncio.all_tasks(loop):
        loop.call_soon(loop.stop)
        loop.run_forever()
    loop.close()


def test_nothing_of_a_paused_process_runs() -> None:
    async def watched() -> list[float]:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimLoop)
        moments: list[float] = []

        async def tick() -> None:
            PROCESS.set("hub")
            for _ in range(3):
                await asyncio.sleep(1)
                moments.append(loop.time())

        ticking = loop.create_task(tick())
        await asyncio.sleep(1.5)
        loop.paused.add("hub")
        await asyncio.sleep(10)
        loop.paused.discard("hub")
        await ticking
        return moments

    moments = _run("1", watched())[0]
    assert moments[0] == 1
    assert moments[1] == 11.5


def test_real_chance_is_refused_in_a_world() -> None:
    import secrets
    import uuid

    loop = SimLoop("1")
    with nothing_real(loop):
        with pytest.raises(AssertionError, match="replayed"):
            secrets.token_urlsafe(16)
        with pytest.raises(AssertionError, match="replayed"):
            uuid.uuid4()
    assert secrets.token_urlsafe(16)
    loop.close()
