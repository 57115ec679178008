"""Replica: the hub's real parts in one process that can die, freeze and be started again."""

import asyncio
import contextvars
import functools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from console.hub import edge, timers
from console.hub.agreed_clock import AgreedClock
from console.hub.files import FileStore
from console.hub.http.webhook_inbox import WebhookInbox
from console.hub.jobs import Job
from console.hub.runner import Handler
from console.hub.store.store import Store, open_engines
from tests.chaos.clock import SimClock
from tests.chaos.loop import PROCESS, SimLoop
from tests.chaos.network import is_trouble
from tests.chaos.platform import SimGateway
from tests.chaos.quick import QuickFeed, QuickRunner
from tests.chaos.sql import Power, SimConnection

if TYPE_CHECKING:
    from tests.chaos.world import World

T = TypeVar("T")
_PATIENT_TURNS = 3
_ASKING_S = 0.05  # of the database's clock, and as long for the answer
# by so much a replica's clock may be set back after it has found a job to be due
_UNSURE = timedelta(seconds=2 * _ASKING_S)
_URL = "sqlite+aiosqlite:///world"
_POWER: contextvars.ContextVar[Power] = contextvars.ContextVar("_POWER")


async def _connect(*_args: object, **_more: object) -> SimConnection:
    return _POWER.get().connect()


@functools.cache
def _engines(_place: int) -> tuple[AsyncEngine, AsyncEngine]:
    """Kept from world to world, because they know all statements by then."""
    return open_engines(_URL, creator=_connect)


@functools.cache
def warm_up(places: int) -> None:
    """The first connection of an engine asks more than later ones; no world has it."""

    async def connect() -> None:
        for engine in (engine for place in range(places) for engine in _engines(place)):
            _POWER.set(Power(Random(0), ":memory:"))
            async with engine.connect():
                pass
            await engine.dispose()

    loop = SimLoop("warm")
    loop.run_until_complete(connect())
    loop.close()


class Replica:
    """One hub process.

    Attributes:
        lives: how often it was started.
    """

    def __init__(self, world: "World", place: int) -> None:
        self.name = f"hub{place}"
        self.lives = 0
        self.is_frozen = False
        self._is_ready = False
        self._world = world
        self._place = place
        self._chance = Random(f"{world.plan.seed}/{self.name}")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._context = contextvars.copy_context()
        self._power: Power | None = None
        self._main: asyncio.Task[None] | None = None

    @property
    def is_up(self) -> bool:
        """Whether it answers."""
        return self._is_ready and self.is_alive and not self.is_frozen

    @property
    def is_alive(self) -> bool:
        """Whether its process is there, perhaps frozen."""
        return self._power is not None and self._power.on

    def is_writing(self) -> bool:
        """Whether it is within a transaction."""
        return self._power is not None and self._power.is_writing()

    async def start(self) -> None:
        """It answers and, from `run` on, works."""
        world, skew_s = self._world, self._world.plan.skews_s[self._place]
        self.lives += 1
        self._is_ready = False
        own = SimClock(world.loop, skew_s)
        self.clock = clock = AgreedClock(own, self._databases_clock)
        slow_s = self._chance.random() * 0.05 if world.plan.rate("slow_commit") else 0.0
        power = Power(self._chance, str(world.path), slow_s=slow_s)
        for engine in _engines(self._place):
            engine.sync_engine.dispose(close=False)
        self._context = contextvars.copy_context()
        self._context.run(PROCESS.set, self.name)
        self._context.run(_POWER.set, power)
        self.store = Store(_URL, clock=clock, ids=world.new_id, engines=_engines(self._place))
        self.feed = QuickFeed(self.store, power.peek)
        self.inbox = WebhookInbox(self.store, kept=lambda _count: None)
        self._power = power
        self.runners = self._make_runners(power)
        await self.spawn(self._get_ready())
        power.at_commit = functools.partial(world.weather.at_commit, self)

    async def _get_ready(self) -> None:
        await self.clock.agree()
        await self.feed.start()
        self._is_ready = True

    async def _databases_clock(self) -> datetime:
        """What PostgreSQL says; its clock is the world's."""
        await asyncio.sleep(_ASKING_S * self._chance.random())
        present = self._world.clock.now()
        await asyncio.sleep(_ASKING_S * self._chance.random())
        return present

    def _make_runners(self, power: Power) -> dict[str, QuickRunner]:
        gateway = SimGateway(self._world.platform, self._at_call)
        files = FileStore(self._world.path.parent / "media")
        handlers: dict[str, Handler] = {
            kind: self._bound(fire) for kind, fire in timers.HANDLERS.items()
        }
        handlers |= edge.handlers(self.store, gateway, files, self._chance.random)
        owner = f"{self.name}-{self.lives}"
        return {
            kind: QuickRunner(
                self.store, kind, self._watched(handler), owner=owner, peek=power.peek
            )
            for kind, handler in handlers.items()
        }

    def _at_call(self) -> None:
        self._world.weather.at_call(self)

    def _bound(self, fire: Callable[[Store, Job], Awaitable[None]]) -> Handler:
        store = self.store
        return lambda job: fire(store, job)

    def _watched(self, handler: Handler) -> Handler:
        clock = self.store.clock

        async def handle(job: Job) -> None:
            if job.due_at > clock.now() + _UNSURE:
                self._world.fail(f"{job.kind} {job.key} came early")
            self._world.note(f"{self.name} {job.kind} {job.key}")
            await handler(job)

        return handle

    def spawn(self, work: Awaitable[T]) -> asyncio.Task[T]:
        """The work as a task of this process."""
        task = self._world.loop.create_task(_awaited(work), context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever asked has seen it, if they are still there

    def run(self) -> None:
        """It works on its own until it dies or is halted."""
        self._main = self.spawn(self._work())
        self._main.add_done_callback(self._fell)

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.feed.run())
            group.create_task(self.clock.run())
            for runner in self.runners.values():
                group.create_task(runner.run())

    def _fell(self, task: asyncio.Task[None]) -> None:
        if task.cancelled() or not self.is_alive or task is not self._main:
            return
        error = task.exception()
        self._world.fell(self, error)

    async def halt(self) -> None:
        """It does no work by itself any more, but goes on answering."""
        main, self._main = self._main, None
        if main is not None:
            main.cancel()
            await asyncio.wait({main})

    def cut(self) -> None:
        """It writes nothing more from this moment on."""
        if self._power is not None:
            self._power.cut()

    async def die(self) -> None:
        """All its tasks end wherever they are; its connections and transactions are gone."""
        self.thaw()
        self.cut()
        for turn in range(100):
            tasks: list[asyncio.Task[Any]] = sorted(self._tasks, key=hash)
            if turn >= _PATIENT_TURNS:
                # before Python 3.12 `wait_for`, within which SQLAlchemy waits for a
                # connection, can lose a cancellation: then those within must end first
                tasks = [*self._world.loop.tasks_of(self.name)]
            if not tasks:
                return
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=1.0)
        self._world.fail(f"{self.name} has tasks that can’t be ended: {self._tasks}")

    def freeze(self) -> None:
        """Nothing of it moves."""
        self.is_frozen = True
        self._world.loop.paused.add(self.name)

    def thaw(self) -> None:
        """It goes on as if nothing had been."""
        self.is_frozen = False
        self._world.loop.paused.discard(self.name)


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def is_only_trouble(error: BaseException | None) -> bool:
    """Whether nothing but the database's being away or locked is in it."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_only_trouble(one) for one in error.exceptions)
    return error is not None and is_trouble(error)
