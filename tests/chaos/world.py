"""World: hubs, platform, customers and desks of one seed, from the first minute to the end."""

import asyncio
import contextvars
import gc
import logging
import shutil
import tempfile
import zlib
from collections import deque
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from console.domain.ids import MessageId
from console.hub import feed, runner
from tests.chaos import acting, ending, ground
from tests.chaos.clock import SimClock, nothing_real
from tests.chaos.crowd import Crowd
from tests.chaos.desk import SimDesk
from tests.chaos.loop import SimLoop
from tests.chaos.network import Network
from tests.chaos.plan import MOST_REPLICAS, Plan, draw
from tests.chaos.platform import Platform
from tests.chaos.replica import Replica, is_only_trouble, warm_up
from tests.chaos.safety import Safety
from tests.chaos.weather import Weather

STEPS = 60
_TOLD = 60  # last events that a failure shows
_SETTLES_S = 50.0  # longer than any lease
_OUTAGES = (": OperationalError", ": TimeoutError")


class Broken(AssertionError):  # noqa: N818 - says what happened
    """A world did what may never be done; the words say which, and how to see it again."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a world."""

    seed: int
    trace: int
    virtual_s: float
    messages: int
    sends: int
    copies: int
    crashes: int


class World:
    """One seed's world.

    Attributes:
        calm: no fault strikes any more.
        still: no hub beats any more, and no desk minds.
        accepted: the Sends a hub has said yes to.
    """

    def __init__(self, plan: Plan, loop: SimLoop, path: Path) -> None:
        self.plan = plan
        self.loop = loop
        self.path = path
        self.clock = SimClock(loop)
        self.calm = self.still = False
        self.accepted: list[MessageId] = []
        self.crashes = 0
        self.events: deque[str] = deque(maxlen=_TOLD)
        self._chance = Random(f"{plan.seed}/world")
        self._count = 0
        self._context = contextvars.copy_context()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._broken: BaseException | None = None
        self.network = Network(self, Random(f"{plan.seed}/network"))
        self.platform = Platform(self)
        self.crowd = Crowd(self)
        self.weather = Weather(self)
        self.replicas = [Replica(self, place) for place in range(plan.replicas)]
        self.desks = [SimDesk(self, desk) for desks in ground.DESKS.values() for desk in desks]
        self.safety = Safety(self)

    def count(self) -> int:
        """The next number."""
        self._count += 1
        return self._count

    def new_id(self) -> str:
        """An id nobody else has; ids come in no order, as real ones."""
        return f"{self._chance.getrandbits(80):020x}"

    def note(self, event: str) -> None:
        """Puts an event on record and into the trace."""
        line = f"{self.loop.time():10.3f} {event}"
        self.loop.note(zlib.crc32(line.encode()))
        self.events.append(line)

    def fail(self, words: str, cause: BaseException | None = None) -> None:
        """The world is broken; the first time counts."""
        if self._broken is None:
            self._broken = Broken(words)
            self._broken.__cause__ = cause
            self.note(f"BROKEN: {words}")

    def check(self) -> None:
        """Raises what broke."""
        if self._broken is not None:
            raise self._broken

    def spawn(self, work: Awaitable[Any]) -> asyncio.Task[Any]:
        """The work as a task of the world itself."""
        # its own context: what a hub's task begins here does not die or freeze with that hub
        task = self.loop.create_task(_awaited(work), context=self._context.copy())
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def begin(self, work: Awaitable[Any]) -> None:
        """Like `spawn`, for work that nobody waits for."""
        self._tasks.add(self.spawn(work))

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.fail(f"the world itself stumbled: {error!r}", error)

    async def restart(self, replica: Replica) -> None:
        """A dead hub is there again."""
        self.crashes += 1
        self.note(f"{replica.name} starts again")
        await replica.start()
        replica.run()

    def fell(self, replica: Replica, error: BaseException | None) -> None:
        """A hub's work ended by itself: for trouble with the database it is started again."""
        if not is_only_trouble(error):
            self.fail(f"{replica.name} fell: {error!r}", error)
            return
        self.note(f"{replica.name} fell over the database")
        self.begin(self.weather.crash(replica))

    async def live(self, steps: int) -> None:
        """Everything happens, and at the end everything is well."""
        for replica in self.replicas:
            await replica.start()
            replica.run()
        following = [self.spawn(desk.follow()) for desk in self.desks]
        for _ in range(steps):
            await asyncio.sleep(self._chance.expovariate(1 / 3))
            self._step()
            self.safety.check()
            self.check()
        await self._clear_up()
        await ending.check(self)
        self.check()
        for task in following:
            task.cancel()
        await asyncio.wait(following)
        for replica in self.replicas:
            await replica.die()
        for task in set(self._tasks):
            task.cancel()

    def _step(self) -> None:
        lot = self._chance.random()
        if lot < 0.3:
            self.crowd.act()
        else:
            self.begin(acting.act(self._chance.choice(self.desks)))
        self.weather.act()

    async def _clear_up(self) -> None:
        """No more faults; what is under way comes to its end."""
        self.calm = True
        self.note("it clears up")
        for replica in self.replicas:
            replica.thaw()
        for desk in self.desks:
            desk.is_away = False
        for _ in range(20):
            await asyncio.sleep(_SETTLES_S / 20)
            self.safety.check()
        for _ in range(60):
            if not self.platform.posting.under_way and all(r.is_up for r in self.replicas):
                return
            await asyncio.sleep(5)
            self.check()
        up = [replica.name for replica in self.replicas if replica.is_up]
        self.fail(f"{self.platform.posting.under_way} webhooks are never kept; up are {up}")
        self.check()


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work


def run(seed: int, *, steps: int = STEPS, without: frozenset[str] = frozenset()) -> Report:
    """What became of the seed's world.

    Raises:
        Broken: something happened that may never happen.
    """
    warm_up(MOST_REPLICAS)
    plan = draw(seed, without=without)
    folder = Path(tempfile.mkdtemp(prefix="rep-console-world-", dir=_memory()))
    loop = SimLoop(str(seed))
    try:
        path = folder / "world.db"
        ground.lay(path, plan.inactivity, plan.offer_timeout_s, auto_accept=plan.auto_accept)
        with _polls(plan.poll_s), nothing_real(loop), _no_collector():
            world = World(plan, loop, path)
            with _listening(world):
                try:
                    loop.run_until_complete(world.live(steps))
                except BaseException as error:
                    raise _told(world, error) from error
        return _report(world)
    finally:
        _close(loop)
        shutil.rmtree(folder, ignore_errors=True)


def _report(world: World) -> Report:
    return Report(
        seed=world.plan.seed,
        trace=world.loop.trace,
        virtual_s=world.loop.time(),
        messages=len(world.crowd.wrote),
        sends=len(world.accepted),
        copies=len(world.platform.copies),
        crashes=world.crashes,
    )


def _told(world: World, error: BaseException) -> BaseException:
    if isinstance(error, KeyboardInterrupt):
        return error
    events = "\n".join(world.events)
    return Broken(
        f"seed {world.plan.seed}: {error!r}\n{world.plan.told()}\n"
        f"trace {world.loop.trace:016x}; last events:\n{events}"
    )


def _memory() -> str | None:
    """A folder in memory, if this machine has one."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _close(loop: SimLoop) -> None:
    loop.set_exception_handler(lambda _loop, _context: None)  # a broken world's leftovers
    loop.paused.clear()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    for _ in range(100_000):
        if not asyncio.all_tasks(loop):
            break
        loop.call_soon(loop.stop)
        loop.run_forever()
    loop.close()


@contextmanager
def _polls(poll_s: float) -> Iterator[None]:
    """Looking for other replicas' work costs most: it is done less often, by the seed."""
    before = runner.POLL_S, feed.POLL_S, feed.PULSE_S
    runner.POLL_S, feed.POLL_S, feed.PULSE_S = poll_s, poll_s / 5, 5.0
    try:
        yield
    finally:
        runner.POLL_S, feed.POLL_S, feed.PULSE_S = before


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nothing is finalised at a moment that depends on memory."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Listener(logging.Handler):
    """Logged errors of the hub break the world, unless the database was cut off or locked."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.WARNING)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        # told without its traceback: the hub itself took it for an outage
        outage = error is None and record.getMessage().endswith(_OUTAGES)
        if not outage and not is_only_trouble(error):
            self._world.fail(f"{record.name}: {record.getMessage()}: {error!r}", error)


@contextmanager
def _listening(world: World) -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("console", "sqlalchemy")]
    listener = _Listener(world)
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagates in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = propagates
