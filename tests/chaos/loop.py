"""SimLoop: an asyncio loop with virtual time whose next callback a seed picks."""

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Coroutine, Generator
from random import Random
from typing import Any, NoReturn

# Whose process a callback belongs to; the world's own callbacks belong to none
PROCESS: contextvars.ContextVar[str] = contextvars.ContextVar("PROCESS", default="")
PRIVATE = ("_ready", "_scheduled", "_stopping", "_timer_cancelled_count")
_MIX, _MASK = 1_000_003, (1 << 64) - 1
_EVER = 3_000_000  # callbacks; a world that needs more goes round in circles


class Deadlock(AssertionError):  # noqa: N818 - says what happened
    """Everybody waits and nothing will ever happen."""


class SimTask(asyncio.Task[Any]):
    """A task whose hash is its number, so that sets of tasks have the same order each run."""

    def __init__(self, *args: Any, number: int, process: str, **more: Any) -> None:
        self._number = number  # first: the base class puts the task into a set
        self.process = process
        super().__init__(*args, **more)

    def __hash__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return self is other


class SimFuture(asyncio.Future[Any]):
    """A future whose hash is its number."""

    def __init__(self, *, loop: asyncio.AbstractEventLoop, number: int) -> None:
        self._number = number
        super().__init__(loop=loop)

    def __hash__(self) -> int:
        return self._number

    def __eq__(self, other: object) -> bool:
        return self is other


class SimLoop(asyncio.BaseEventLoop):
    """Nothing in it waits for the wall: time jumps to the next timer once all are idle.

    Attributes:
        paused: processes whose callbacks are not run, as if their machine were frozen.
        trace: a number that follows from every choice made so far.
    """

    def __init__(self, seed: str) -> None:
        super().__init__()
        self._chance = Random(f"{seed}/schedule")
        self._time = 0.0
        self._numbers = 0
        self._turns = 0
        self.paused: set[str] = set()
        self.trace = 0
        self.set_task_factory(self._task)

    def time(self) -> float:
        return self._time

    def note(self, number: int) -> None:
        """Lets the trace follow from this number too."""
        self.trace = (self.trace * _MIX + number) & _MASK

    def create_future(self) -> SimFuture:
        self._numbers += 1
        return SimFuture(loop=self, number=self._numbers)

    def _task(
        self,
        _loop: asyncio.AbstractEventLoop,
        work: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
        **more: Any,
    ) -> SimTask:
        self._numbers += 1
        context = more.get("context")
        process = PROCESS.get() if context is None else context.get(PROCESS, "")
        return SimTask(work, loop=self, number=self._numbers, process=process, **more)

    def tasks_of(self, process: str) -> list[SimTask]:
        """The unfinished tasks of a process, oldest first."""
        tasks = (task for task in asyncio.all_tasks(self) if isinstance(task, SimTask))
        return sorted((task for task in tasks if task.process == process), key=hash)

    def run_in_executor(self, _executor: Any, func: Any, *_args: Any) -> NoReturn:  # type: ignore[override]
        raise AssertionError(f"{func} wants a thread; a world has none")

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """There is none."""

    def _write_to_self(self) -> None:
        pass

    def _process_events(self, _events: Any) -> None:
        pass

    def _run_once(self) -> None:
        place = self._choose()
        while place is None:
            self._jump()
            place = self._choose()
        ready: deque[Any] = self._ready  # type: ignore[attr-defined]
        handle = ready[place]
        del ready[place]
        self._turns += 1
        if self._turns > _EVER:
            raise Deadlock("the world goes round in circles")
        self.note(len(ready) * 31 + place)
        if not handle._cancelled:
            handle._run()

    def _choose(self) -> int | None:
        """The place of the callback to run now; None if none may."""
        ready: deque[Any] = self._ready  # type: ignore[attr-defined]
        if not self.paused:
            return int(self._chance.random() * len(ready)) if ready else None
        able = [at for at, handle in enumerate(ready) if not self._is_paused(handle)]
        return able[int(self._chance.random() * len(able))] if able else None

    def _is_paused(self, handle: Any) -> bool:
        return handle._context.get(PROCESS, "") in self.paused

    def _jump(self) -> None:
        """Moves time on to the next timers and makes them ready."""
        scheduled: list[Any] = self._scheduled  # type: ignore[attr-defined]
        while scheduled and scheduled[0]._cancelled:
            heapq.heappop(scheduled)._scheduled = False
        if not scheduled:
            raise Deadlock(f"everybody waits, at {self._time:.3f} s")
        self._time = max(self._time, scheduled[0]._when)
        while scheduled and scheduled[0]._when <= self._time + 1e-9:
            handle = heapq.heappop(scheduled)
            handle._scheduled = False
            if not handle._cancelled:
                self._ready.append(handle)  # type: ignore[attr-defined]
        self.note(int(self._time * 1e6))
