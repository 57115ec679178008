"""The time the simulated world lives in: the wall's, faster or slower, from any start."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits in it."""

    def now(self) -> datetime:
        """The present moment, aware."""

    async def sleep(self, seconds: float) -> None:
        """Returns after so many seconds of this clock."""


class WallClock:
    """The wall's time, `speed` times as fast, counted from `epoch` (default: now)."""

    def __init__(self, speed: float = 1.0, epoch: datetime | None = None) -> None:
        if speed <= 0:
            raise ValueError("A clock must run forwards: give a speed above 0.")
        self.speed = speed
        self._epoch = epoch or datetime.now(UTC)
        self._started_s = time.monotonic()

    def now(self) -> datetime:
        """The epoch plus the wall time gone by, times the speed."""
        return self._epoch + timedelta(
            seconds=(time.monotonic() - self._started_s) * self.speed
        )

    async def sleep(self, seconds: float) -> None:
        """Returns after so many simulated seconds."""
        await asyncio.sleep(max(seconds, 0.0) / self.speed)
