"""One timer and a heap of next changes: every countdown on the screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from PySide6.QtCore import QObject, Qt, QTimer
from shiboken6 import isValid

NextChange = Callable[[datetime], "datetime | None"]
_LONGEST_SLEEP = timedelta(hours=1)


class ClockService(QObject):
    """Wakes exactly when something on the screen changes by itself.

    `now` gives the hub's time, aware UTC.
    """

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self._watches: dict[Hashable, tuple[int, NextChange, Callable[[], None]]] = {}
        self._heap: list[tuple[datetime, int, Hashable]] = []
        self._numbers = count()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.advance)

    def watch(
        self, key: Hashable, next_change: NextChange, callback: Callable[[], None]
    ) -> None:
        """Call `callback` at every moment `next_change` names; None means never again.

        The same key replaces what was watched: do that when the data has changed. A
        widget as the key, or whose method is called, is forgotten when it dies.
        """
        number = next(self._numbers)
        self._watches[key] = (number, next_change, callback)
        self._plan(key, number, next_change)
        self._arm()

    def unwatch(self, key: Hashable) -> None:
        """Forget the key; unknown keys are fine."""
        self._watches.pop(key, None)

    def advance(self) -> None:
        """Call back everything that is due."""
        now = self.now()
        while self._heap and self._heap[0][0] <= now:
            _, number, key = heappop(self._heap)
            watch = self._watches.get(key)
            if watch is None or watch[0] != number:
                continue
            if _is_dead(key) or _is_dead(getattr(watch[2], "__self__", None)):
                del self._watches[key]
                continue
            watch[2]()
            if self._watches.get(key) is watch:
                self._plan(key, number, watch[1])
        self._arm()

    def next_at(self) -> datetime | None:
        """When the next change is due; None while nothing is watched."""
        self._drop_stale()
        return self._heap[0][0] if self._heap else None

    def _plan(self, key: Hashable, number: int, next_change: NextChange) -> None:
        due_at = next_change(self.now())
        if due_at is not None:
            heappush(self._heap, (due_at, number, key))

    def _drop_stale(self) -> None:
        while self._heap:
            _, number, key = self._heap[0]
            watch = self._watches.get(key)
            if watch is not None and watch[0] == number:
                return
            heappop(self._heap)

    def _arm(self) -> None:
        due_at = self.next_at()
        if due_at is None:
            self._timer.stop()
            return
        sleep = min(max(due_at - self.now(), timedelta(0)), _LONGEST_SLEEP)
        # one more millisecond: waking a hair early would find nothing due
        self._timer.start(int(sleep / timedelta(milliseconds=1)) + 1)


def _is_dead(owner: object) -> bool:
    return isinstance(owner, QObject) and not isValid(owner)
