"""The hub's two loops that mostly look in vain: here a look in vain costs next to nothing."""

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from console.domain.ids import Seq
from console.hub import runner
from console.hub.feed import Feed
from console.hub.journal_views import Entry
from console.hub.runner import Runner
from console.hub.store.store import Store
from tests.chaos.ground import BEGINS_AT

_NEXT_DUE = """
    SELECT min(max(due_at, coalesce(lease_until, 0))) FROM job j WHERE kind = ? AND NOT EXISTS
    (SELECT 1 FROM job e WHERE e.kind = j.kind AND e.lane = j.lane AND e.id < j.id)"""
Peek = Callable[..., object]
_BEGINS_US = int(BEGINS_AT.timestamp() * 1e6)


class QuickFeed(Feed):
    """The feed, which reads the journal only if there is something new in it."""

    def __init__(self, store: Store, peek: Peek) -> None:
        super().__init__(store)
        self._peek = peek

    async def _read(self, after: Seq, limit: int) -> list[Entry]:
        if self._peek("SELECT seq FROM journal_head") == after:
            return []
        return await super()._read(after, limit)

    async def _moved_on(self) -> bool:
        if self._peek("SELECT seq FROM journal_head") == self.place:
            return True
        return await super()._moved_on()


class QuickRunner(Runner):
    """The runner, which claims only if something of its kind is due."""

    def __init__(self, store: Store, *args: Any, peek: Peek, **more: Any) -> None:
        super().__init__(store, *args, **more)
        self._clock = store.clock
        self._peek = peek

    async def run_due(self) -> int:
        due_s = self._next_due_s()
        return await super().run_due() if due_s is not None and due_s <= 0 else 0

    async def _sleep(self) -> None:
        due_s = self._next_due_s()
        pause_s = runner.POLL_S if due_s is None else min(runner.POLL_S, max(due_s, 0.02))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await self._wake.wait()

    def _next_due_s(self) -> float | None:
        """Seconds until the next job is due; None if there is none."""
        due_us = self._peek(_NEXT_DUE, self.kind)
        if due_us is None:
            return None
        due_at = BEGINS_AT + timedelta(microseconds=int(str(due_us)) - _BEGINS_US)
        return (due_at - self._clock.now()).total_seconds()
