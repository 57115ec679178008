"""A time limit for work that mostly has nothing to wait for."""

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, TypeVar

_T = TypeVar("_T")


async def in_time(work: Coroutine[Any, Any, _T], within_s: float) -> _T:
    """What the work returns; the limit is set, and paid for, only once the work waits.

    Raises:
        TimeoutError: it waited too long, and was broken off.
    """
    steps = work.__await__()
    try:
        waits_for = next(steps)
    except StopIteration as done:
        result: _T = done.value
        return result
    async with asyncio.timeout(within_s):
        ended: _T = await _Begun(waits_for, steps)
        return ended


class _Begun:
    """Work that already waits for something, awaited from there."""

    def __init__(self, waits_for: object, steps: Generator[Any, Any, Any]) -> None:
        self._waits_for = waits_for
        self._steps = steps

    def __await__(self) -> Generator[Any, Any, Any]:
        try:
            yield self._waits_for
            return (yield from self._steps)
        finally:
            self._steps.close()
