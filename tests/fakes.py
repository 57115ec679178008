"""Stand-ins that several tests share: a clock driven by hand, waiting for a fact, serving."""

import asyncio
import heapq
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from gettext import NullTranslations
from typing import Any

import uvicorn

_TURNS = 25


class HandClock:
    """A clock that stands still until a test moves it.

    Attributes:
        rate: Seconds of this clock per second of a desk’s own, which in tests is this one.
    """

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("Give the clock an aware start.")
        self.rate = 1.0
        self._now = start
        self._order = 0
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Returns once the test has moved the clock this far; at once for nothing or less."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        self._order += 1
        wake_at = self._now + timedelta(seconds=seconds)
        heapq.heappush(self._sleepers, (wake_at, self._order, woken))
        await woken

    async def advance(self, **span: float) -> None:
        """Moves on by `timedelta(**span)`, waking sleepers one by one, each at its own time."""
        target = self._now + timedelta(**span)
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= target:
            wake_at, _, woken = heapq.heappop(self._sleepers)
            if woken.done():
                continue
            self._now = max(self._now, wake_at)
            woken.set_result(None)
            await self.settle()
        self._now = target
        await self.settle()

    async def nap(self, **span: float) -> None:
        """The machine is asleep for `timedelta(**span)`; for sleepers it doesn't count."""
        asleep = timedelta(**span)
        self._now += asleep
        self._sleepers = [(at + asleep, order, woken) for at, order, woken in self._sleepers]
        await self.settle()

    def stand_still(self, **span: float) -> None:
        """The program has been stopped for `timedelta(**span)` and notices nothing."""
        self._now += timedelta(**span)

    async def advance_to(self, moment: datetime) -> None:
        """Moves on to this moment; stays for a moment that has passed."""
        await self.advance(seconds=max((moment - self._now).total_seconds(), 0.0))

    async def settle(self) -> None:
        """Gives every ready task some turns; what waits for real input is not waited for."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    def sleeping(self) -> int:
        """How many wait for the clock."""
        return sum(not woken.done() for _, _, woken in self._sleepers)


async def until(fact: Callable[[], object], *, within_s: float = 20.0) -> None:
    """Returns as soon as `fact()` is true; for what real sockets and threads still have to do.

    Raises:
        TimeoutError: It stayed false for so many seconds of the wall.
    """
    async with asyncio.timeout(within_s):
        while not fact():  # noqa: ASYNC110 - sockets and threads set no event
            await asyncio.sleep(0.002)


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """The base address of an ASGI application, served on a free port of this machine."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_config=None, log_level="critical", lifespan="off"
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()  # without its main loop, whose ticks make every stop slow
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        await server.shutdown()


class Shouting(NullTranslations):
    """A language that is English, loud."""

    def gettext(self, message: str) -> str:
        return _loud(message)

    def ngettext(self, one: str, more: str, count: int) -> str:
        return _loud(one if count == 1 else more)

    def pgettext(self, _context: str, text: str) -> str:
        return {",": ".", ".": ","}.get(text, _loud(text))

    def info(self) -> dict[str, str]:
        return {"language": "de"}


def _loud(text: str) -> str:
    """In capitals, but for the names of what is put in."""
    return re.sub(r"[^{}]+(?![^{]*\})", lambda found: found[0].upper(), text)


LOUD = Shouting()
