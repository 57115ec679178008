"""The whole road in one process: hub and simulated platform over HTTP, on a stepped clock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from console.app import languages
from console.app.shop.clock import SteppedClock
from console.app.shop.serving import served
from console.app.shop.settings import WEBHOOKS
from console.hub.hub import Hub
from console.hub.passwords import Passwords
from console.hub.settings import Settings
from console.hub.store import schema
from console.hub.store.migrate import migrate
from console.simulator.simulator import Simulator

_ROUNDS = 500
_job = schema.job


class Road:
    """Hub and platform, each served on a port of this machine.

    Nothing falls due but in `settle`, `pass_until` and `jump_to`; streams live on the wall.
    With `live` desks hear at once what is committed, else never, and commits don't wait for
    the disk: what a power cut spoils is played again.

    Attributes:
        hub_url, graph_url: where the two are; the hub's stays the same when it restarts.
    """

    def __init__(
        self,
        settings: Settings,
        clock: SteppedClock,
        simulator: Simulator,
        passwords: Passwords | None = None,
        *,
        live: bool = True,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.simulator = simulator
        self.hub_url = self.graph_url = ""
        self.hub: Hub | None = None
        self._passwords = passwords
        self._live = live
        self._platform = AsyncExitStack()
        self._running: AsyncExitStack | None = None

    async def __aenter__(self) -> "Road":
        """Both are up."""
        self.graph_url = await self._platform.enter_async_context(served(self.simulator.app))
        self._platform.push_async_callback(self.simulator.aclose)
        self.simulator.world.base_url = self.graph_url
        self.settings = replace(self.settings, graph_base_url=self.graph_url)
        await self.start_hub()
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Both are gone."""
        await self.stop_hub()
        await self._platform.aclose()

    async def start_hub(self) -> None:
        """The hub is up, at the same address as before if it was."""
        port = int(self.hub_url.rpartition(":")[2] or 0)
        self._running = AsyncExitStack()
        self.hub, self.hub_url = await self._running.enter_async_context(self._hub_at(port))
        self.simulator.webhook_url = self.hub_url + WEBHOOKS

    async def stop_hub(self) -> None:
        """The hub is gone; what it has kept is on the disk."""
        running, self._running, self.hub = self._running, None, None
        if running is not None:
            await running.aclose()

    @asynccontextmanager
    async def _hub_at(self, port: int) -> AsyncIterator[tuple[Hub, str]]:
        hub = Hub(
            self.settings,
            clock=self.clock,
            passwords=self._passwords,
            chance=Random(7).random,  # so that a story is the same every time
            languages=languages.known(),
        )
        if not self._live:
            _hurry(hub)
        await migrate(hub.store)
        await hub.start()
        try:
            async with asyncio.TaskGroup() as group, served(hub.app, port) as url:
                feeding = [group.create_task(hub.follow(), name="follow")] if self._live else []
                try:
                    yield hub, url
                finally:
                    hub.feed.close()  # or the server would wait for the streams to end
                    for task in feeding:
                        task.cancel()
        finally:
            await hub.stop()

    async def settle(self) -> None:
        """Everything due at this moment has happened on both sides."""
        for _ in range(_ROUNDS):
            before = self.traffic()
            await self.simulator.settle()
            if self.hub is not None:
                await self.hub.settle()
            if self.traffic() == before and not self._platform_is_due():
                return
        raise RuntimeError("hub and platform keep each other busy for ever")

    def traffic(self) -> tuple[int, int, int]:
        """Grows whenever something happened: the journal's place, messages, webhooks."""
        world = self.simulator.world
        place = 0 if self.hub is None else self.hub.feed.place
        return place, len(world.sent), len(self.simulator.posts)

    def _platform_is_due(self) -> bool:
        coming = self._next_of_platform()
        return self.hub is not None and coming is not None and coming <= self.clock.now()

    async def pass_until(self, moment: datetime) -> None:
        """Time passes; whatever falls due meanwhile happens when it is due."""
        await self.settle()
        while (due_at := await self.next_due()) is not None and due_at <= moment:
            self.clock.set(due_at)
            await self.settle()
        if moment > self.clock.now():
            self.clock.set(moment)
            await self.settle()

    async def pass_time(self, **span: float) -> None:
        """`timedelta(**span)` passes."""
        await self.pass_until(self.clock.now() + timedelta(**span))

    async def jump_to(self, moment: datetime) -> None:
        """It is `moment`; what fell due meanwhile happens now, late."""
        self.clock.set(moment)
        await self.settle()

    async def next_due(self) -> datetime | None:
        """When something falls due next; never now or earlier."""
        moments = [self._next_of_platform(), await self._next_of_hub()]
        coming = [moment for moment in moments if moment is not None]
        return min((m for m in coming if m > self.clock.now()), default=None)

    def _next_of_platform(self) -> datetime | None:
        world = self.simulator.world
        moments = [world.agenda.next_at(), world.courier.next_at()]
        return min((moment for moment in moments if moment is not None), default=None)

    async def _next_of_hub(self) -> datetime | None:
        if self.hub is None:
            return None
        query = sa.select(_job.c.due_at, _job.c.lease_until)
        async with self.hub.store.reading() as connection:
            rows = (await connection.execute(query)).all()
        moments = (max(row.due_at, row.lease_until or row.due_at) for row in rows)
        return min((m for m in moments if m > self.clock.now()), default=None)


def _hurry(hub: Hub) -> None:
    hub.feed.tells = False
    if not hub.store.is_sqlite:
        return

    @sa.event.listens_for(hub.store.engine.sync_engine, "connect")
    def hurry(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()
        connection.driver_connection.hands_over = False
