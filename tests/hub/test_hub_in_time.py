"""A time limit that is set only once work waits."""

import asyncio

import pytest

from console.hub.http.in_time import in_time


async def test_what_needs_no_waiting_is_done_within_no_time_at_all() -> None:
    async def at_once() -> str:
        return "done"

    assert await in_time(at_once(), 0) == "done"


async def test_what_waits_goes_on_where_it_stood() -> None:
    words: asyncio.Queue[str] = asyncio.Queue()

    async def both() -> str:
        return await words.get() + await words.get()

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(in_time(both(), 60))
        for word in ("one ", "two"):
            await asyncio.sleep(0)
            words.put_nowait(word)
    assert reading.result() == "one two"


async def test_what_fails_fails_with_its_own_error() -> None:
    async def wrong(*, waits: bool) -> None:
        if waits:
            await asyncio.get_running_loop().run_in_executor(None, int)
        raise ValueError("wrong")

    for waits in (False, True):
        with pytest.raises(ValueError, match="wrong"):
            await in_time(wrong(waits=waits), 60)


@pytest.mark.parametrize("turns", [0, 2])
async def test_what_waits_too_long_is_broken_off_and_tidies_up(turns: int) -> None:
    ended: list[str] = []

    async def never() -> None:
        try:
            for _ in range(turns):
                await asyncio.sleep(0)
            await asyncio.Event().wait()
        finally:
            ended.append("tidied")

    with pytest.raises(TimeoutError):
        await in_time(never(), 0.01)
    assert ended == ["tidied"]


async def test_who_is_cancelled_meanwhile_stays_cancelled() -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(in_time(asyncio.Event().wait(), 60))
        await asyncio.sleep(0)
        task.cancel()
    assert task.cancelled()
